import type { z } from 'zod'
import type { ActionContext, CheckDefinition, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { settingsReader } from '../settings-reader'

/** A check kind with its type of settings closed in, so that all kinds fit one list. Settings are checked first. */
export interface RegisteredCheck {
  readonly kind: string
  readonly title: string
  readonly settings: z.ZodType
  check(settings: unknown, context: ActionContext): Promise<readonly PreflightCheck[]>
}

export function registerCheck<Settings>(definition: CheckDefinition<Settings>): RegisteredCheck {
  const { kind, title, settings } = definition
  const read = settingsReader(kind, settings)
  return { kind, title, settings, check: async (raw, context) => definition.check(read(raw), context) }
}
