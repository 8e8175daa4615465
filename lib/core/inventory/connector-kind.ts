import type { z } from 'zod'

/** A kind of connector: what its settings in the inventory must be. Secrets in them are references. */
export interface ConnectorKind<Settings = unknown> {
  /** Same word as the file name. */
  readonly kind: string
  readonly title: string
  readonly settings: z.ZodType<Settings>
}

export function defineConnector<Settings>(kind: ConnectorKind<Settings>): ConnectorKind<Settings> {
  return kind
}
