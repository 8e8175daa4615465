import { expect, it } from 'vitest'
import { latestComplete, recoveryPointOf } from './recovery-point'

const unseen = { replica: null, seen: null, closedAtMs: null }
const restored = null

it('counts what the old primary wrote and no replica received', () => {
  expect(
    recoveryPointOf({
      primary: 'one',
      end: '0-10-12',
      unreceived: null,
      received: '0-10-10',
      ...{ window: unseen, restored },
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
      ...{ window: unseen, restored },
    }),
  ).toMatchObject({
    transactions: 0,
    ageSeconds: 0,
  })
})

it('counts what the host of a dead primary finds in its log', () => {
  const dead = { primary: 'one', end: null, received: '0-10-10', window: unseen, restored }
  expect(recoveryPointOf({ ...dead, unreceived: 3 })).toMatchObject({ transactions: 3, ageSeconds: null })
  expect(recoveryPointOf({ ...dead, unreceived: 0 })).toMatchObject({ transactions: 0, ageSeconds: 0 })
})

const silent = { primary: 'one', end: null, unreceived: null, received: '0-10-10', restored }
const window = {
  replica: 'two',
  seen: { by: 'look', atMs: 10_000, behindSeconds: 30 } as const,
  closedAtMs: 22_400,
}

it('is at most what was written since a replica was seen to follow and until the old primary was fenced', () => {
  const point = recoveryPointOf({ ...silent, window })
  expect(point).toMatchObject({ transactions: null, ageSeconds: 43, isAtMost: true })
  expect(point.reason).toContain(
    'two was seen at 00:00:10 UTC to have all but the last 30 s at most, and it was fenced at 00:00:22 UTC',
  )
})

it('counts only from the look at which the replica was seen to have all', () => {
  const seen = { by: 'look', atMs: 10_000, behindSeconds: 0 } as const
  const point = recoveryPointOf({ ...silent, window: { ...window, seen } })
  expect(point).toMatchObject({ transactions: null, ageSeconds: 13, isAtMost: true })
  expect(point.reason).toContain(
    'two was seen at 00:00:10 UTC to have all, and it was fenced at 00:00:22 UTC',
  )
})

it('counts from what the old primary itself has written last, where the replica has that', () => {
  const seen = { by: 'beat', atMs: 21_100, behindSeconds: 0 } as const
  const point = recoveryPointOf({ ...silent, window: { ...window, seen } })
  expect(point).toMatchObject({ transactions: null, ageSeconds: 2, isAtMost: true })
  expect(point.reason).toContain(
    'two has all that was committed until 00:00:21 UTC by the clock of the database',
  )
})

it('of several looks takes the one after which the least can be missing, not the newest', () => {
  const looks = [
    { by: 'look', atMs: 30_000, behindSeconds: 20.1 },
    { by: 'look', atMs: 20_000, behindSeconds: 10 },
    { by: 'beat', atMs: 15_000, behindSeconds: 0 },
  ] as const
  expect(latestComplete(looks)).toBe(looks[2])
  expect(latestComplete([])).toBeNull()
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

const fromBackup = { transactions: null, ageSeconds: 3.2, reason: 'what came after 18:00 is lost' }
const afterRestore = { ...silent, window: { ...window, seen: null }, restored: fromBackup }

it('is after a restore what the restore said, where nobody can count more', () => {
  expect(recoveryPointOf(afterRestore)).toEqual(fromBackup)
})

it('is after a restore counted where the log of the old primary can be read, and as old as the restore said', () => {
  const point = recoveryPointOf({ ...afterRestore, unreceived: 3 })
  expect(point).toMatchObject({ transactions: 3, ageSeconds: 3.2 })
  expect(point.reason).not.toContain('acknowledged')
  expect(recoveryPointOf({ ...afterRestore, end: '0-10-10' })).toMatchObject({
    transactions: 0,
    ageSeconds: 0,
  })
})
