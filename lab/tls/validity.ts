import type { X509Certificate } from 'node:crypto'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export interface Validity {
  readonly notBefore: Date
  readonly notAfter: Date
}

/** Valid from an hour ago, so that a clock slightly behind accepts it too. */
export function validityOf(now: Date, days: number): Validity {
  return { notBefore: new Date(now.getTime() - HOUR_MS), notAfter: new Date(now.getTime() + days * DAY_MS) }
}

/** Negative once it has expired. */
export function daysLeft(certificate: X509Certificate, now: Date): number {
  return (certificate.validToDate.getTime() - now.getTime()) / DAY_MS
}
