import { expect, it } from 'vitest'
import { recoveryPointOf } from './recovery-point'

it('counts what the old primary wrote and no replica received', () => {
  expect(
    recoveryPointOf({ primary: 'one', end: '0-10-12', unreceived: null, received: '0-10-10' }),
  ).toMatchObject({
    transactions: 2,
    ageSeconds: null,
  })
})

it('is nothing when the replicas have received all', () => {
  expect(
    recoveryPointOf({ primary: 'one', end: '0-10-12', unreceived: null, received: '0-10-12' }),
  ).toMatchObject({
    transactions: 0,
    ageSeconds: 0,
  })
})

it('counts what the host of a dead primary finds in its log', () => {
  const dead = { primary: 'one', end: null, received: '0-10-10' }
  expect(recoveryPointOf({ ...dead, unreceived: 3 })).toMatchObject({ transactions: 3, ageSeconds: null })
  expect(recoveryPointOf({ ...dead, unreceived: 0 })).toMatchObject({ transactions: 0, ageSeconds: 0 })
})

it('is open, not nothing, when the old primary cannot be asked', () => {
  const point = recoveryPointOf({ primary: 'one', end: null, unreceived: null, received: '0-10-10' })
  expect(point).toMatchObject({ transactions: null, ageSeconds: null })
  expect(point.reason).toMatch(/cannot be asked/)
})
