/** One resource record as it is served: nothing in it is relative or left out. */
export interface ZoneRecord {
  /** Line on which its entry begins, from 1. */
  readonly line: number
  /** Absolute, in master-file form, with the final dot: `www.example.org.` */
  readonly name: string
  readonly ttl: number
  /** No TTL stands at the record: this one is the default above it, by `$TTL` or the minimum of the SOA. */
  readonly hasDefaultTtl: boolean
  /** Upper case: `MX`, or `TYPE65280` for what has no name here. */
  readonly type: string
  /** The data in master-file form, every name in it absolute, numbers plain, one space between fields. */
  readonly data: string
  /** Absolute names in the data whose addresses the zone must hold where they lie within it. */
  readonly hosts: readonly string[]
  /** What its comment says, without the semicolon; empty for none. */
  readonly comment: string
}

/** What records without a TTL of their own are kept for, from its line on. */
export interface ZoneDefaultTtl {
  readonly seconds: number
  readonly comment: string
}

/** One thing that the file says of a zone, beyond its records. */
export interface ZoneProblem {
  readonly line: number
  readonly text: string
  readonly reason: string
  readonly remedy: string
}

/** Something that a server takes, though it is probably not what was meant. */
export interface ZoneNote {
  readonly line: number
  readonly text: string
  readonly note: string
}
