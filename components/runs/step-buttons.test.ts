import { expect, test } from 'vitest'
import { makeRunStep } from '@/lib/testing/run-factory'
import { stepButtons } from './step-buttons'

const fence = makeRunStep('fence', { title: 'Fence the old primary', confirm: 'mariadb-primary' })

test('a person who may do nothing sees no button', () => {
  expect(stepButtons(fence)).toEqual([])
})

test('buttons are exactly the controls that the server gave', () => {
  const buttons = stepButtons({ ...fence, controls: ['skip', 'execute'] })
  expect(buttons.map(({ control, tone, asks }) => [control, tone, asks])).toEqual([
    ['execute', 'primary', 'name'],
    ['skip', 'ghost', 'reason'],
  ])
})

test('what destroys something is named by what it does, and asks for the name of its target', () => {
  const [button] = stepButtons({ ...fence, controls: ['execute'] })
  expect(button).toMatchObject({ label: 'Fence the old primary', asks: 'name' })
})

test('breaking the glass is never the first thing offered in the colour of the thing to do', () => {
  const [button] = stepButtons({ ...fence, controls: ['break-glass', 'skip'] })
  expect(button).toMatchObject({ control: 'break-glass', tone: 'ghost', asks: 'reason' })
})

test('to look again at what is blocked destroys nothing, and asks for no name', () => {
  const [blocked] = stepButtons({ ...fence, status: 'blocked', controls: ['retry', 'skip'] })
  expect(blocked).toMatchObject({ label: 'Look again', asks: 'nothing' })
  const [failed] = stepButtons({ ...fence, status: 'failed', controls: ['retry', 'skip'] })
  expect(failed).toMatchObject({ label: 'Try again', asks: 'name' })
})

test('a manual step that asks for evidence does not take done for an answer', () => {
  const manual = makeRunStep('call', {
    kind: 'manual',
    evidencePrompt: 'Who answered?',
    controls: ['confirm'],
  })
  expect(stepButtons(manual)[0]?.asks).toBe('evidence')
  expect(stepButtons({ ...manual, evidencePrompt: null })[0]?.asks).toBe('nothing')
})
