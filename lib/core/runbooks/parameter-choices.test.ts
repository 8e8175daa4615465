import { expect, test } from 'vitest'
import { type ParameterChoice, refuseAlready, withBestDefaults, withinOptions } from './parameter-choices'

const to = { name: 'to', title: 'Who is to lead', options: ['one', 'two', 'three'], default: 'one' }
const choice = (value: string, verdict: ParameterChoice['verdict']): ParameterChoice => ({
  ...{ value, verdict, reason: verdict === 'already' ? 'it leads already' : verdict },
})
const choices = { to: [choice('two', 'fit'), choice('three', 'unfit'), choice('one', 'already')] }

test('a parameter begins with the best that was found, and with its own default where nothing was', () => {
  expect(withBestDefaults([to], choices)).toEqual([{ ...to, default: 'two' }])
  expect(withBestDefaults([to], {})).toEqual([to])
  expect(withBestDefaults([to], { to: [choice('four', 'fit'), choice('three', 'unfit')] })).toEqual([to])
})

test('what a runbook does not ask for, or does not offer, is no choice', () => {
  expect(withinOptions([{ ...to, options: ['one', 'two'] }], { ...choices, other: choices.to })).toEqual({
    to: [choice('two', 'fit'), choice('one', 'already')],
  })
})

test('what is so already is refused, and what is fit is named', () => {
  expect(() => refuseAlready({ to: 'one' }, choices)).toThrow('one: it leads already. Choose two.')
  expect(() => refuseAlready({ to: 'one' }, { to: [choice('one', 'already')] })).toThrow(
    'Nothing else is fit',
  )
})

test('what is fit, or may become so, or was not looked at, may be asked for', () => {
  for (const value of ['two', 'three', 'five'])
    expect(() => refuseAlready({ to: value }, choices)).not.toThrow()
  expect(() => refuseAlready({ to: 'one' }, {})).not.toThrow()
})
