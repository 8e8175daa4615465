import type { RunReportWire } from '@/lib/core/api/run-report'

/** A report as the API tells it, with everything that a test does not name filled in. */
export function makeRunReport(part: Partial<RunReportWire> = {}): RunReportWire {
  return {
    run: {
      id: '0b0f2f3e-5c1d-4f0e-9a86-0d6f3a1c2b41',
      number: 41,
      mode: 'drill',
      status: 'succeeded',
      reason: 'monthly practice',
      startedBy: 'operator@askproai.example',
      commander: 'commander@askproai.example',
      parameters: { target: 'mariadb-primary' },
      targets: ['mariadb-primary'],
      stoppedBecause: null,
    },
    runbook: {
      id: 'primary-server-failure',
      title: 'Primary server failure',
      scenario: 'The primary database server does not answer.',
      hash: 'a'.repeat(64),
      source: '# Primary server failure\n',
    },
    generatedAt: '2026-11-25T17:40:00.000Z',
    isFinal: true,
    detectedAt: '2026-11-25T17:31:00.000Z',
    startedAt: '2026-11-25T17:31:20.000Z',
    restoredAt: '2026-11-25T17:31:58.000Z',
    endedAt: '2026-11-25T17:32:00.000Z',
    rto: { objectiveMs: 300_000, elapsedMs: 58_000, met: true },
    rpo: {
      objectiveSeconds: 0,
      recoveryPoint: {
        transactions: 0,
        ageSeconds: null,
        isAtMost: false,
        reason: 'semi-sync acknowledged everything',
      },
      met: true,
    },
    phases: [
      { phase: 'detect', startedAt: '2026-11-25T17:31:00.000Z', elapsedMs: 20_000 },
      { phase: 'fence', startedAt: '2026-11-25T17:31:20.000Z', elapsedMs: 4_200 },
    ],
    steps: [],
    skipped: [],
    timeline: [],
    ...part,
  }
}
