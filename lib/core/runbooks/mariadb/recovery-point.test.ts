import { expect, it } from 'vitest'
import { recoveryPointOf } from './recovery-point'

const unseen = { replica: null, seen: null, closedAtMs: null }

it('counts what the old primary wrote and no replica received', () => {
  expect(
    recoveryPointOf({
      primary: 'one',
      end: '0-10-12',
      unreceived: null,
      received: '0-10-10',
      window: unseen,
    }),
  ).toMatchObject({
    transactions: 2,
    ageSeconds: null,
  })
})

it('is nothing when the replicas have received all', () => {
  expect(
    recoveryPointOf({
      primary: 'one',
      end: '0-10-12',
      unreceived: null,
      received: '0-10-12',
      window: unseen,
    }),
  ).toMatchObject({
    transactions: 0,
    ageSeconds: 0,
  })
})

it('counts what the host of a dead primary finds in its log', () => {
  const dead = { primary: 'one', end: null, received: '0-10-10', window: unseen }
  expect(recoveryPointOf({ ...dead, unreceived: 3 })).toMatchObject({ transactions: 3, ageSeconds: null })
  expect(recoveryPointOf({ ...dead, unreceived: 0 })).toMatchObject({ transactions: 0, ageSeconds: 0 })
})

const silent = { primary: 'one', end: null, unreceived: null, received: '0-10-10' }
const window = { replica: 'two', seen: { atMs: 10_000, behindSeconds: 30 }, closedAtMs: 22_400 }

it('is at most what was written since a replica was seen to follow and until the old primary was fenced', () => {
  const point = recoveryPointOf({ ...silent, window })
  expect(point).toMatchObject({ transactions: null, ageSeconds: 43, isAtMost: true })
  expect(point.reason).toContain(
    'two was seen at 00:00:10 UTC to have all but the last 30 s at most, and it was fenced at 00:00:22 UTC',
  )
})

it.each([
  ['no replica can be counted on', { replica: null }],
  ['nothing tells how closely two followed', { seen: null }],
  ['nothing proves that it takes no writes any more', { closedAtMs: null }],
])('is open, not nothing, where the old primary cannot be asked and %s', (why, part) => {
  const point = recoveryPointOf({ ...silent, window: { ...window, ...part } })
  expect(point).toMatchObject({ transactions: null, ageSeconds: null })
  expect(point.isAtMost).toBeUndefined()
  expect(point.reason).toContain(`cannot be asked how far it came. No bound can be given: ${why}`)
})
