import type { RunStepWire } from '@/lib/core/api/runs'
import {
  isLeftUndone,
  type OfRun,
  stepStatusWord,
  stepStatusWords,
} from '@/lib/core/runbooks/step-status-words'

/** Somebody asked for it to be taken back, and it is not yet. */
export function isBeingUndone({ undo }: Pick<RunStepWire, 'undo'>): boolean {
  return undo !== null && undo.endedAt === null
}

/** The line above a step's title: `Step 3 · action · destructive`. */
export function stepKicker(step: RunStepWire, of: number): string {
  const parts = [`Step ${step.number} of ${of}`, step.kind, ...(step.isDestructive ? ['destructive'] : [])]
  return parts.join(' · ')
}

/** The line below a step's title in the list: what came of it, or what it will need. */
export function stepLine(step: RunStepWire, run: OfRun): string {
  if (isLeftUndone(step.status, run)) return `${step.kind} · not done`
  if (isBeingUndone(step)) return `is being taken back · ${stepStatusWords[step.status].toLowerCase()}`
  switch (step.status) {
    case 'pending':
      return [step.kind, ...needs(step)].join(' · ')
    case 'succeeded':
      return [step.kind, step.result?.summary ?? stepStatusWord(step, run).toLowerCase()].join(' · ')
    case 'skipped':
    case 'failed':
    case 'blocked':
      return [stepStatusWords[step.status].toLowerCase(), step.reason].filter(Boolean).join(': ')
    case 'undone':
      return step.reason ?? stepStatusWords.undone
    case 'awaiting-approval':
      return `${step.kind} · ${approvalWords(step)}`
    case 'ready':
    case 'queued':
    case 'running':
      return `${step.kind} · ${stepStatusWords[step.status].toLowerCase()}`
  }
}

function needs(step: RunStepWire): readonly string[] {
  if (step.approvals === null) return step.isDestructive ? ['destructive'] : []
  return [`approval by ${approvers(step.approvals)}`]
}

/** `1 of 2 commanders approved`. */
function approvalWords(step: RunStepWire): string {
  if (step.approvals === null) return 'awaits approval'
  const { given, needed } = step.approvals
  return needed === 1 ? `awaits ${approvers(step.approvals)}` : `${given.length} of ${needed} approvals`
}

function approvers({ role, needed }: NonNullable<RunStepWire['approvals']>): string {
  if (needed > 1) return `${needed} ${role}s`
  return /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`
}
