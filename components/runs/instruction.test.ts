import { expect, test } from 'vitest'
import { makeRun, makeRunStep } from '@/lib/testing/run-factory'
import { instruction } from './instruction'

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
