import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roleIncludes, roles } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { makeRun, makeStep } from '@/lib/testing/journal-factory'
import type { RunTransition } from './journal'
import { runModes, runStatuses, stepStatuses, undoables } from './run'
import { abortRun, pauseRun, resumeRun } from './run-commands'
import { runControlsFor, type StepControl, stepControlsFor } from './run-controls'
import { approveStep, confirmStep, executeStep, retryStep, type StepCommand, skipStep } from './step-commands'
import { undoStep } from './undo-step'

const blocks = [
  { kind: 'manual' },
  { kind: 'check', check: 'x' },
  { kind: 'action', action: 'x', confirm: 'web', approvals: { role: 'commander', count: 2 } },
  { kind: 'action', action: 'x' },
  {
    kind: 'decision',
    options: [
      { value: 'go', title: 'Go', consequence: '' },
      { value: 'wait', title: 'Wait', consequence: '' },
    ],
  },
]
const people = ['ada', 'bob', 'eve']

const situation = fc.record({
  block: fc.constantFrom(...blocks),
  status: fc.constantFrom(...stepStatuses),
  isDestructive: fc.boolean(),
  undoable: fc.constantFrom(...undoables),
  mode: fc.constantFrom(...runModes),
  runStatus: fc.constantFrom(...runStatuses),
  requestedBy: fc.constantFrom(...people),
  approvedBy: fc.subarray(people),
  caller: fc.record({ person: fc.constantFrom(...people), role: fc.constantFrom(...roles) }),
})

function commandOf(value: typeof situation extends fc.Arbitrary<infer Value> ? Value : never): StepCommand {
  const { block, status, isDestructive, undoable, requestedBy, approvedBy, mode, runStatus, caller } = value
  const approvals = approvedBy.map((by) => ({ attempt: 1, by, atMs: 1, breakGlassReason: null }))
  const step = makeStep('one', {
    block,
    status,
    isDestructive,
    undoable,
    requestedBy,
    attempts: 1,
    approvals,
  })
  return {
    run: makeRun([step, makeStep('two')], { mode, status: runStatus }),
    key: 'one',
    caller,
    nowMs: 5_000,
  }
}

const commands: Readonly<Record<StepControl, (command: StepCommand) => RunTransition>> = {
  execute: (command) => executeStep(command, 'web'),
  retry: (command) => retryStep(command, 'web'),
  approve: (command) => approveStep(command, undefined),
  'break-glass': (command) => approveStep(command, 'alone'),
  confirm: (command) => confirmStep(command, { evidence: 'seen' }),
  decide: (command) => confirmStep(command, { choice: 'go' }),
  skip: (command) => skipStep(command, 'not needed'),
  undo: (command) => undoStep(command, { confirmation: 'web', reason: 'it made it worse' }),
}

function isAccepted(work: () => RunTransition): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

test('each caller sees exactly the buttons that they may press, and the rest is refused', () => {
  fc.assert(
    fc.property(situation, (value) => {
      const command = commandOf(value)
      const [step] = command.run.steps
      const shown = step ? stepControlsFor(command.run, step, command.caller) : []
      for (const [control, press] of Object.entries(commands)) {
        const isOther = { confirm: 'decide', decide: 'confirm' }[control]
        if (isOther !== undefined && (shown as readonly string[]).includes(isOther)) continue
        expect([control, isAccepted(() => press(command))]).toEqual([
          control,
          (shown as readonly string[]).includes(control),
        ])
      }
    }),
    { numRuns: 2_000 },
  )
}, 60_000)

test('the buttons of a run are exactly those that work', () => {
  fc.assert(
    fc.property(situation, (value) => {
      const { run, caller } = commandOf(value)
      const shown: readonly string[] = runControlsFor(run, caller)
      const given = { run, caller, reason: 'why' }
      expect(isAccepted(() => pauseRun(given))).toBe(shown.includes('pause'))
      expect(isAccepted(() => resumeRun(given))).toBe(shown.includes('resume'))
      expect(isAccepted(() => abortRun(given, 5_000))).toBe(shown.includes('abort'))
    }),
  )
})

test('nobody below commander skips, approves, or executes what destroys, and no one approves their own', () => {
  fc.assert(
    fc.property(situation, (value) => {
      const { run, caller } = commandOf(value)
      const [step] = run.steps
      const shown = step ? stepControlsFor(run, step, caller) : []
      if (!roleIncludes(caller.role, 'commander')) {
        expect(shown).not.toEqual(expect.arrayContaining(['skip']))
        expect(shown).not.toEqual(expect.arrayContaining(['approve']))
        if (value.isDestructive && value.block.kind === 'action') expect(shown).toEqual([])
      }
      if (caller.person === value.requestedBy) expect(shown).not.toContain('approve')
    }),
    { numRuns: 1_000 },
  )
})
