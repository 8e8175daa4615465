import type { ServedCertificate } from '@/lib/core/observed/fact'

export interface CertificateLife {
  readonly state: 'valid' | 'expired' | 'not-yet-valid'
  readonly lifetimeDays: number
  readonly leftDays: number
  /** From 1 on the day of issue to 0 at the end: days alone mislead, for lifetimes differ by years. */
  readonly shareLeft: number
}

const DAY_MS = 86_400_000

export function certificateLife(
  { notBefore, notAfter }: Pick<ServedCertificate, 'notBefore' | 'notAfter'>,
  nowMs: number,
): CertificateLife {
  const fromMs = Date.parse(notBefore)
  const toMs = Date.parse(notAfter)
  const lifetimeMs = Math.max(1, toMs - fromMs)
  const share = (toMs - nowMs) / lifetimeMs
  return {
    state: nowMs < fromMs ? 'not-yet-valid' : nowMs > toMs ? 'expired' : 'valid',
    lifetimeDays: Math.round(lifetimeMs / DAY_MS),
    leftDays: Math.floor((toMs - nowMs) / DAY_MS),
    shareLeft: Math.min(1, Math.max(0, share)),
  }
}
