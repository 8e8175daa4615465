import { expect, test } from 'vitest'
import { judgeFault, type Seen } from './judge-fault'

const good: Seen = {
  node: 'mariadb-primary',
  fault: 'kill',
  downMs: 2_000,
  shownMs: 2_300,
  healthyMs: 9_000,
  causesSeen: ['mariadb-primary'],
  causesAtTheEnd: ['mariadb-primary'],
  othersDown: [],
  groups: ['dc-primary'],
  impacts: ['php-1'],
  expectedImpacts: ['php-1'],
  missed: [],
  load: 1,
}

test('a fault that is told in time, alone and in full holds', () => {
  expect(judgeFault(good).faults).toEqual([])
  expect(judgeFault({ ...good, othersDown: ['php-1', 'dc-primary'] }).faults).toEqual([])
})

test.each<[string, Partial<Seen>]>([
  ['a killed database known too late', { downMs: 6_100, shownMs: 6_200 }],
  ['a fault never seen', { downMs: null, shownMs: null }],
  ['a page that is behind the API', { shownMs: 3_100 }],
  ['a page that never says so', { shownMs: null }],
  ['an estate that does not recover', { healthyMs: null }],
  ['one that recovers too late', { healthyMs: 45_100 }],
  ['a node down that does not depend on it', { othersDown: ['prometheus'] }],
  ['a second root cause, if only for a moment', { causesSeen: ['backup-mariadb', 'mariadb-primary'] }],
  ['no root cause at the end', { causesAtTheEnd: [] }],
  ['an impact that is not told', { impacts: [] }],
  ['an impact that is none', { impacts: ['php-1', 'prometheus'] }],
])('%s does not hold', (_name, seen) => {
  expect(judgeFault({ ...good, ...seen }).faults).toHaveLength(1)
})

test('a hung database has the time of every other fault', () => {
  expect(judgeFault({ ...good, fault: 'hang', downMs: 27_000, shownMs: 27_100 }).faults).toEqual([])
})
