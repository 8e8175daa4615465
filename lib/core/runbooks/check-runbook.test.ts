import { expect, test } from 'vitest'
import { z } from 'zod'
import { checkRunbook, type RunbookWorld } from './check-runbook'
import { type Runbook, runbookFrontMatterSchema, stepBlockSchema } from './runbook'

const world: RunbookWorld = {
  actions: [
    { kind: 'promote', isDestructive: true, settings: z.strictObject({ node: z.string() }) },
    { kind: 'tell', isDestructive: false, settings: z.strictObject({}) },
  ],
  checks: [{ kind: 'is-down', settings: z.strictObject({ node: z.string() }) }],
  runbooks: new Set(['cut-over', 'rejoin']),
  inventory: { nodes: new Set(['db']), connectors: new Set(['slack']) },
}

const head = runbookFrontMatterSchema.parse({
  id: 'cut-over',
  title: 'Cut over',
  scenario: 'The primary is gone.',
  severity: 'critical',
  rtoSeconds: 300,
  rpoSeconds: 0,
  targets: ['db'],
  locks: ['database'],
  wayBack: 'rejoin',
  parameters: [{ name: 'how', title: 'How', options: ['fast', 'safe'], default: 'fast' }],
  specifiedIn: ['x'],
})

function runbookOf(blocks: readonly object[], changes: Partial<Runbook> = {}): Runbook {
  const steps = blocks.map((block, index) => ({
    title: `Step ${index + 1}`,
    prose: '',
    line: 1,
    block: stepBlockSchema.parse({ phase: 'detect', ...block }),
  }))
  return { ...head, introduction: '', steps, source: '', hash: '', ...changes }
}

const check = { key: 'look', kind: 'check', check: 'is-down', settings: { node: 'db' } }
const promote = { key: 'promote', kind: 'action', action: 'promote', settings: { node: 'db' }, confirm: 'db' }
const decide = {
  key: 'decide',
  kind: 'decision',
  options: [
    { value: 'go', title: 'Go', consequence: 'x' },
    { value: 'wait', title: 'Wait', consequence: 'y' },
  ],
}

test('a runbook that names only what exists has no problems', () => {
  const steps = [check, decide, { ...promote, when: { decide: 'go', how: 'fast' } }]
  expect(checkRunbook(runbookOf(steps), world)).toEqual([])
})

test.each([
  ['a node that nobody declared', [check], { targets: ['dB2'] }, /no node dB2/],
  ['a target of a parameter that is not asked for', [check], { targets: ['$who'] }, /no parameter who/],
  ['a name to type that is not asked for', [{ ...promote, confirm: '$who' }], {}, /no parameter who/],
  [
    'a fixed name to type where the run chooses whom it acts on',
    [{ ...promote, settings: { node: '$who' } }],
    { parameters: [{ name: 'who', title: 'Who', options: ['db', 'db-2'], default: 'db' }] },
    /db is always typed, and the step acts on what is chosen as who/,
  ],
  ['a way back that is not there', [check], { wayBack: 'rejoyn' }, /no runbook rejoyn/],
  ['a check that does not exist', [{ ...check, check: 'is-up' }], {}, /no check kind is-up/],
  ['an action that does not exist', [{ ...promote, action: 'promot' }], {}, /no action kind promot/],
  ['settings that do not fit', [{ ...check, settings: { nod: 'db' } }], {}, /settings do not fit is-down/],
  ['a key given twice', [check, check], {}, /key look is given twice/],
  ['a condition on nothing', [{ ...check, when: { who: 'x' } }], {}, /no parameter or earlier decision who/],
  ['a condition on a later decision', [{ ...check, when: { decide: 'go' } }, decide], {}, /decision decide/],
  ['a condition on no option', [decide, { ...check, when: { decide: 'no' } }], {}, /no value no/],
  ['destruction without confirmation', [{ ...promote, confirm: undefined }], {}, /no confirmation/],
  ['destruction by itself', [{ ...promote, automatic: true }], {}, /begins by itself/],
  [
    'a channel that is no connector',
    [{ key: 'n', kind: 'notify', channels: ['irc'], message: 'x' }],
    {},
    /connector irc/,
  ],
])('refuses %s', (_, steps, changes, message) => {
  const problems = checkRunbook(runbookOf(steps, changes), world)
  expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)])
  for (const { remedy } of problems) expect(remedy).not.toBe('')
})
