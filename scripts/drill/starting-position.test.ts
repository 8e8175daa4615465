import { expect, test } from 'vitest'
import type { DrillWorld } from './drill'
import { bringIntoPosition, type Position } from './starting-position'

interface Left {
  readonly leader: string | undefined
  /** Whether all follow, at each look. */
  readonly follow?: readonly boolean[]
  /** What each look at the site finds, in their order; the last goes on. */
  readonly served?: readonly boolean[]
  readonly broken?: readonly string[]
}

/** What is done to bring an estate that was left so into position. */
async function deeds({ leader, follow = [true], served = [true], broken = [] }: Left) {
  const done: string[] = []
  const [looks, follows] = [[...served], [...follow]]
  const look = (at: boolean[]) => (at.length > 1 ? at.shift() : at[0]) ?? false
  const note = (line: string) => Promise.resolve(void done.push(line))
  const world: DrillWorld = {
    ...{ breakLab: note, untilHealthy: () => Promise.resolve(), untilDown: note, log: () => undefined },
    healLab: () => note('heal'),
    run: (runbook, parameters = {}) => {
      done.push([runbook, ...Object.values(parameters)].join(' '))
      return broken.includes(runbook) ? Promise.reject(new Error('it stopped')) : Promise.resolve()
    },
  }
  const position: Position = {
    leader: () => Promise.resolve(leader),
    areAllFollowing: () => Promise.resolve(look(follows)),
    isServed: () => Promise.resolve(look(looks)),
  }
  await bringIntoPosition(world, position)
  return done
}

test('after a switchover the lead comes back by the runbook that hands it over', async () => {
  expect(await deeds({ leader: 'mariadb-replica' })).toEqual(['planned-switchover mariadb-primary', 'heal'])
})

test('after a failover the old primary is let back first', async () => {
  expect(await deeds({ leader: 'mariadb-replica', follow: [false, true] })).toEqual([
    'rejoin-old-primary mariadb-primary',
    'planned-switchover mariadb-primary',
    'heal',
  ])
})

test('from the backup datacentre the runbook leads back that is made for it, once its databases are there', async () => {
  expect(await deeds({ leader: 'backup-mariadb' })).toEqual(['fail-back-datacentre', 'heal'])
  expect(await deeds({ leader: 'backup-mariadb', follow: [false, true] })).toEqual(['heal'])
})

test('an application that was left behind by healing is brought along by runbooks', async () => {
  expect(await deeds({ leader: undefined, served: [false, true] })).toEqual([
    'heal',
    'planned-switchover backup-mariadb',
    'fail-back-datacentre',
  ])
})

test('a runbook that stops does not keep the lab from being healed', async () => {
  const broken = ['planned-switchover']
  expect(await deeds({ leader: 'mariadb-replica', broken })).toEqual([
    'planned-switchover mariadb-primary',
    'heal',
  ])
})

test('an estate in which a database follows nobody is not broken further', async () => {
  await expect(deeds({ leader: 'mariadb-primary', follow: [false] })).rejects.toThrow(
    'not every database follows',
  )
})

test('an estate in which nobody can write is not broken further', async () => {
  await expect(deeds({ leader: 'mariadb-primary', served: [false] })).rejects.toThrow('nothing can be broken')
})
