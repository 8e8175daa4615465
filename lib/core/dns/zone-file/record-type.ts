import type { DataField } from './data-fields'

/** How the data of one record type is written. */
export interface RecordType {
  readonly code: number
  readonly fields: readonly DataField[]
  /** The owner should be the name of a host; `*` may stand before it. */
  readonly ownerIsHost?: boolean
  /** Throws ZoneFault for an owner that no record of the type can have. */
  checkOwner?(owner: string): void
  /** What no single field can know. Throws ZoneFault. */
  check?(fields: readonly string[]): void
}
