import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { PreflightCheck } from '@/lib/core/runbooks/action-definition'

type Details = readonly EvidenceLine[]

interface Titled {
  readonly key: string
  readonly title: string
}

export const passed = (check: Titled, reason: string, evidence: Details = []): PreflightCheck => ({
  ...check,
  outcome: 'passed',
  reason,
  evidence,
})

export const warned = (check: Titled, reason: string, evidence: Details = []): PreflightCheck => ({
  ...check,
  outcome: 'warning',
  reason,
  evidence,
})

export const failed = (check: Titled, reason: string, evidence: Details = []): PreflightCheck => ({
  ...check,
  outcome: 'failed',
  reason,
  evidence,
})

export const unknown = (check: Titled, reason: string, evidence: Details = []): PreflightCheck => ({
  ...check,
  outcome: 'unknown',
  reason,
  evidence,
})
