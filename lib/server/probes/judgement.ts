import { AppError } from '@/lib/core/errors/app-error'
import type { EvidenceLine, VerdictStatus } from '@/lib/core/health/health-state'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import type { Judgement } from '@/lib/core/probes/probe-definition'

interface JudgementDetails {
  readonly evidence?: readonly EvidenceLine[]
  readonly figures?: Readonly<Record<string, number>>
  readonly facts?: readonly FactDraft[]
  readonly kept?: number
}

export function judgement(status: VerdictStatus, reason: string, details: JudgementDetails = {}): Judgement {
  const { evidence = [], figures = {}, ...rest } = details
  return { status, reason, evidence, figures, ...rest }
}

/** The probe could not look; that says nothing about the node. */
export function unknownBecause(reason: string, evidence: readonly EvidenceLine[] = []): Judgement {
  return judgement('unknown', reason, { evidence })
}

/**
 * An error that a probe did not turn into a value is a fault of ours: a missing secret, wrong settings, a
 * defect. Only messages meant to be shown are shown; of others the code alone, for they may quote secrets.
 */
export function judgementOfError(error: unknown): Judgement {
  if (error instanceof AppError) return unknownBecause(error.message)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return unknownBecause(
    typeof code === 'string' ? `the probe itself failed with ${code}` : 'the probe itself failed',
  )
}
