import { expect, test } from 'vitest'
import { makeRun, makeRunStep } from '@/lib/testing/run-factory'
import { instruction, instructionTone } from './instruction'

const fence = makeRunStep('fence', {
  status: 'ready',
  confirm: 'mariadb-primary',
  controls: ['execute'],
})

test('a destructive step says what must be typed', () => {
  expect(instruction(makeRun({ steps: [fence] }))).toContain('type mariadb-primary')
})

test('who may not begin a step is not told to', () => {
  expect(instruction(makeRun({ steps: [{ ...fence, controls: [] }] }))).toBe(
    'This step waits for somebody who may begin it.',
  )
})

test('the person who asked is told that another must approve, the approver who asks', () => {
  const step = makeRunStep('fence', { status: 'awaiting-approval', requestedBy: 'operator@askproai.example' })
  expect(instruction(makeRun({ steps: [step] }))).toContain('other than operator@askproai.example')
  expect(instruction(makeRun({ steps: [{ ...step, controls: ['approve'] }] }))).toBe(
    'operator@askproai.example asks for your approval.',
  )
})

test('a rehearsal that ended claims no change', () => {
  expect(instruction(makeRun({ status: 'succeeded', mode: 'rehearsal' }))).toContain('Nothing was changed')
})

test('a paused run says so whatever its step is', () => {
  expect(instruction(makeRun({ status: 'paused', steps: [fence] }))).toContain('paused')
})

test('a paused run says who paused it and why, and who may let it go on', () => {
  const paused = { by: 'ada@test.example', at: '2026-11-25T17:31:44.000Z', reason: 'support is on the phone' }
  const run = makeRun({ status: 'paused', steps: [fence], paused })
  expect(instruction(run)).toBe(
    'Paused by ada@test.example: support is on the phone. Nothing begins until a commander resumes it.',
  )
  expect(instruction({ ...run, controls: ['resume'] })).toContain('until you or another commander resumes it')
  expect(instructionTone(run)).toBe('trouble')
})

test('a step whose worker is gone is not told to be under way', () => {
  const running = makeRunStep('fence', { status: 'running' })
  const run = makeRun({ steps: [running], unheld: { since: '2026-11-25T17:31:44.000Z' } })
  expect(instruction(run)).toContain('nobody does it now')
  expect(instruction({ ...run, steps: [{ ...running, status: 'queued' }] })).toContain('No worker takes it')
  expect(instructionTone(run)).toBe('trouble')
  expect(instruction({ ...run, unheld: null })).toBe('It is being done.')
})

test('who can go on is asked to act, others are told to wait, and nobody takes a failure for either', () => {
  expect(instructionTone(makeRun({ steps: [fence] }))).toBe('act')
  expect(instructionTone(makeRun({ steps: [{ ...fence, controls: [] }] }))).toBe('wait')
  expect(instructionTone(makeRun({ steps: [{ ...fence, status: 'failed', controls: ['retry'] }] }))).toBe(
    'trouble',
  )
})

test('a failure and a block say what can be done now, to whoever may do it', () => {
  const failed = makeRunStep('fence', { status: 'failed', reason: 'no way is open' })
  const stopped = (step: typeof failed) => instruction(makeRun({ status: 'stopped', steps: [step] }))
  expect(stopped(failed)).toBe(
    'It failed: no way is open. Somebody who may do this step decides how to go on.',
  )
  expect(stopped({ ...failed, controls: ['retry'] })).toContain('Try it again.')
  expect(stopped({ ...failed, controls: ['retry', 'skip'] })).toContain(
    'Try it again, leave it out, or abort the run.',
  )
  const blocked = { ...failed, status: 'blocked' as const, controls: ['retry', 'skip'] as const }
  expect(instruction(makeRun({ steps: [{ ...blocked, controls: [...blocked.controls] }] }))).toBe(
    'It cannot begin: no way is open. It is looked at again and again, and goes on once this holds.',
  )
  expect(stopped({ ...blocked, controls: [...blocked.controls] })).toContain(
    'or leave the step out, or abort',
  )
})
