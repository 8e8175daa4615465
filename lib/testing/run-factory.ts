import type { RunbookSummaryWire, RunSummaryWire } from '@/lib/core/api/runbooks'
import type { RunStepWire, RunWire, TimelineEntryWire } from '@/lib/core/api/runs'

/** Runs and runbooks as the API tells them, with everything that a test does not name filled in. */
export function makeRunStep(key: string, part: Partial<RunStepWire> = {}): RunStepWire {
  return {
    key,
    number: 1,
    kind: 'action',
    phase: 'fence',
    title: key,
    prose: '',
    status: 'pending',
    reason: null,
    isDestructive: false,
    confirm: null,
    evidencePrompt: null,
    startedAt: null,
    endedAt: null,
    requestedBy: null,
    attempts: 0,
    approvals: null,
    description: null,
    preflight: [],
    preflightAt: null,
    result: null,
    options: [],
    chosen: null,
    undo: null,
    controls: [],
    ...part,
  }
}

export function makeRunSummary(part: Partial<RunSummaryWire> = {}): RunSummaryWire {
  return {
    id: '0b0f2f3e-5c1d-4f0e-9a86-0d6f3a1c2b41',
    number: 41,
    runbookId: 'primary-server-failure',
    title: 'Primary server failure',
    mode: 'drill',
    status: 'running',
    startedAt: '2026-11-25T17:31:44.000Z',
    startedBy: 'commander@askproai.example',
    endedAt: null,
    currentStep: null,
    rto: { objectiveMs: 300_000, elapsedMs: 72_000, met: null, startedAt: null, stoppedAt: null },
    ...part,
  }
}

export function makeRun(part: Partial<RunWire> = {}): RunWire {
  return {
    ...makeRunSummary(),
    reason: 'the primary does not answer',
    runbookHash: 'a'.repeat(64),
    commander: 'commander@askproai.example',
    stoppedBecause: null,
    unheld: null,
    paused: null,
    targets: ['mariadb-primary'],
    parameters: {},
    phases: [],
    rpo: null,
    steps: [],
    timeline: [],
    commanders: [],
    present: [],
    controls: [],
    waysBack: [],
    ...part,
  }
}

export function makeTimelineEntry(id: number, part: Partial<TimelineEntryWire> = {}): TimelineEntryWire {
  return {
    id,
    at: new Date(Date.UTC(2026, 10, 25, 17, 31, id)).toISOString(),
    actor: 'commander@askproai.example',
    kind: 'note',
    stepKey: null,
    text: `line ${id}`,
    ...part,
  }
}

export function makeRunbookSummary(id: string, part: Partial<RunbookSummaryWire> = {}): RunbookSummaryWire {
  return {
    id,
    title: id,
    scenario: 'Something has happened.',
    severity: 'high',
    rtoSeconds: 300,
    rpoSeconds: 0,
    targets: ['mariadb-primary'],
    wayBack: null,
    steps: 6,
    executable: { status: 'executable', evaluatedAt: '2026-11-25T17:30:00.000Z', reasons: [] },
    lastRun: null,
    lastDrill: null,
    activeRun: null,
    ...part,
  }
}
