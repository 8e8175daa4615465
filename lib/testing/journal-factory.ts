import type { RunRecord, StepRecord } from '@/lib/core/runbooks/journal'
import { runbookFrontMatterSchema, stepBlockSchema } from '@/lib/core/runbooks/runbook'

/** A step of a run, pending; its block is a manual one of the phase `promote` unless it says otherwise. */
export function makeStep(
  key: string,
  { block, ...parts }: Partial<Omit<StepRecord, 'block'>> & { readonly block?: object } = {},
): StepRecord {
  return {
    key,
    number: 1,
    title: key,
    prose: '',
    block: stepBlockSchema.parse({ key, kind: 'manual', phase: 'promote', ...block }),
    isDestructive: false,
    undoable: 'never',
    status: 'pending',
    reason: null,
    attempts: 0,
    requestedBy: null,
    requestedAtMs: null,
    approvalEndsAtMs: null,
    turnAtMs: null,
    blockedAtMs: null,
    startedAtMs: null,
    endedAtMs: null,
    description: null,
    preflight: [],
    preflightAtMs: null,
    result: null,
    chosen: null,
    undo: null,
    approvals: [],
    ...parts,
  }
}

/** A running drill that began at 1,000. */
export function makeRun(steps: readonly StepRecord[], parts: Partial<RunRecord> = {}): RunRecord {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    number: 1,
    runbookId: 'cut-over',
    runbookHash: 'x',
    title: 'Cut over',
    mode: 'drill',
    status: 'running',
    reason: 'to see',
    parameters: {},
    targets: ['web'],
    runbook: runbookFrontMatterSchema.parse({
      id: 'cut-over',
      title: 'Cut over',
      scenario: 'x',
      severity: 'high',
      rtoSeconds: 60,
      rpoSeconds: 10,
      targets: ['web'],
      locks: ['web'],
      specifiedIn: ['x'],
    }),
    startedBy: 'ada@test.example',
    commander: 'ada@test.example',
    startedAtMs: 1_000,
    detectedAtMs: null,
    endedAtMs: null,
    stoppedBecause: null,
    fencingToken: 0,
    steps: steps.map((step, index) => ({ ...step, number: index + 1 })),
    ...parts,
  }
}
