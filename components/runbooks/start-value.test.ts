import { expect, test } from 'vitest'
import { changedWords, chosenValue, notOfferedWords, offeredValues, startValue } from './start-value'

const open = { name: 'target', title: 'Target', options: null, choices: null, default: 'mariadb-primary' }

test('the node from which a runbook is started is filled in where it asks for one', () => {
  expect(startValue(open, 'mariadb-replica')).toBe('mariadb-replica')
  expect(startValue({ ...open, options: ['nginx-1', 'nginx-2'], default: 'nginx-1' }, 'nginx-2')).toBe(
    'nginx-2',
  )
})

test('a parameter that asks for something else keeps its usual value', () => {
  expect(startValue({ ...open, name: 'region', default: 'fra' }, 'nginx-1')).toBe('fra')
  expect(startValue({ ...open, options: ['on', 'off'], default: 'on' }, 'nginx-1')).toBe('on')
  expect(startValue(open, undefined)).toBe('mariadb-primary')
})

const to = {
  ...{ name: 'to', title: 'Who is to lead', options: ['one', 'two', 'three'], default: 'two' },
  choices: [
    { value: 'two', verdict: 'fit' as const, reason: 'up to date' },
    { value: 'three', verdict: 'unfit' as const, reason: 'does not follow one' },
    { value: 'one', verdict: 'already' as const, reason: 'it leads already' },
  ],
}

test('asked who takes over from a node, that node is not filled in', () => {
  expect(startValue(to, 'one')).toBe('two')
  expect(startValue({ ...to, choices: null }, 'one')).toBe('two')
})

test('a node that can not be the one that is asked for is not filled in', () => {
  const failed = { ...to, name: 'failed' }
  expect(startValue(failed, 'two')).toBe('two')
  expect(startValue({ ...failed, default: 'two' }, 'one')).toBe('two')
})

test('only what would do is offered, the best first, and why the others are not', () => {
  expect(offeredValues(to)).toEqual([{ value: 'two', words: 'two: up to date' }])
  expect(notOfferedWords(to)).toBe('Not offered: three does not follow one; one leads already.')
})

test('where nothing would do now it may still be asked for, but never what is so already', () => {
  const none = { ...to, choices: to.choices.slice(1) }
  expect(offeredValues(none).map(({ value }) => value)).toEqual(['three'])
  expect(notOfferedWords(none)).toContain('Nothing is fit now: three does not follow one')
})

test('what nobody has looked at is offered as the runbook declares it', () => {
  expect(offeredValues({ ...to, choices: null }).map(({ value }) => value)).toEqual(['one', 'two', 'three'])
  expect(notOfferedWords({ ...to, choices: null })).toBe(null)
})

test('what was chosen stays chosen when it is looked at again, unless it would not do any more', () => {
  const both = { ...to, choices: to.choices.map((choice) => ({ ...choice, verdict: 'fit' as const })) }
  expect(chosenValue(both, undefined, undefined)).toBe('two')
  expect(chosenValue(both, undefined, 'three')).toBe('three')
  expect(chosenValue(to, undefined, 'three')).toBe('two')
  expect(chosenValue(open, undefined, 'typed by hand')).toBe('typed by hand')
})

test('what somebody meant is not replaced in silence when the estate changes under the dialog', () => {
  const meant = chosenValue(to, undefined, undefined)
  const after = {
    ...to,
    choices: [
      { value: 'one', verdict: 'fit' as const, reason: 'up to date' },
      { value: 'two', verdict: 'already' as const, reason: 'it leads already' },
    ],
  }
  const value = chosenValue(after, undefined, meant)
  expect(changedWords(to, meant, meant)).toBeNull()
  expect(changedWords(after, meant, value)).toBe(
    'This changed while you looked: two leads already. Chosen now: one.',
  )
})
