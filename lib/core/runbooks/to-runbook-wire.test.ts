import { expect, test } from 'vitest'
import { type Runbook, runbookFrontMatterSchema, stepBlockSchema } from './runbook'
import { toRunbookWire } from './to-runbook-wire'

const fence = stepBlockSchema.parse({
  ...{ key: 'fence', kind: 'action', phase: 'fence', action: 'fence', confirm: '$failed' },
})
const runbook: Runbook = {
  ...runbookFrontMatterSchema.parse({
    ...{ id: 'failover', title: 'Failover', scenario: 'It is gone.', severity: 'critical' },
    ...{ rtoSeconds: 300, rpoSeconds: 0, targets: ['$failed'], locks: ['database'], specifiedIn: ['x'] },
    parameters: [{ name: 'failed', title: 'Which', options: ['one', 'two'], default: 'one' }],
  }),
  ...{ introduction: '', source: '', hash: '' },
  steps: [{ title: 'Fence', prose: '', line: 1, block: fence }],
}
const executable = { status: 'unknown' as const, evaluatedAt: null, reasons: [] }
const wireWith = (choices: Parameters<typeof toRunbookWire>[1]['choices']) =>
  toRunbookWire(
    runbook,
    { executable, runs: [], choices, wayBack: null },
    { isDestructive: () => true, checks: {} },
  )

test('what is acted on, and the name to type, are those of the server that was found', () => {
  const found = wireWith({ failed: [{ value: 'two', verdict: 'fit', reason: 'it leads now' }] })
  expect([found.targets, found.plan[0]?.confirm]).toEqual([['two'], 'two'])
  const declared = wireWith({})
  expect([declared.targets, declared.plan[0]?.confirm]).toEqual([['one'], 'one'])
})
