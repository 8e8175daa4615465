import { expect, test } from 'vitest'
import { makeInventory, makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { checkSense, membersOf } from './check-sense'
import type { InventoryInput } from './inventory'

function problemsOf(parts: Partial<InventoryInput>): readonly string[] {
  return checkSense(makeInventory(parts)).map((problem) => problem.message)
}

function groupOf(slug: string, parts: Partial<InventoryInput['groups'][number]> = {}) {
  return { slug, name: slug, policy: { type: 'all' as const }, specifiedIn: ['Test'], ...parts }
}

test('an inventory that can be meant has no problems', () => {
  expect(problemsOf({})).toEqual([])
})

test('a node that only carries probes of links is not observed by them', () => {
  const probes = [{ key: 'path', kind: 'tcp', observesLinks: ['web-to-database'] }]
  const nodes = [makeNode('web', { probes }), makeNode('database')]
  expect(problemsOf({ nodes })).toEqual(['nothing observes web'])
  expect(
    problemsOf({ nodes: [makeNode('web', { probes, unobserved: 'Not ours' }), makeNode('database')] }),
  ).toEqual([])
})

test('a node cannot be observed and say why it is not', () => {
  const nodes = [makeNode('web', { unobserved: 'No key' }), makeNode('database')]
  expect(problemsOf({ nodes })).toEqual(['web is observed by a probe, yet says why it is not'])
})

test('what is only planned is not probed', () => {
  const nodes = [makeNode('web'), makeNode('database', { lifecycle: 'planned' })]
  expect(problemsOf({ nodes })).toEqual(['database is planned and has probes'])
})

test('one arrow is one link', () => {
  const links = [makeLink('web', 'database'), makeLink('web', 'database', { id: 'again' })]
  expect(problemsOf({ links })).toEqual(['again is the same traffic link as web-to-database'])
  const replication = makeLink('web', 'database', { id: 'again', kind: 'replication' })
  expect(problemsOf({ links: [makeLink('web', 'database'), replication] })).toEqual([])
})

test('a group cannot need more than its members give', () => {
  const nodes = [makeNode('web', { group: 'pool' }), makeNode('database', { group: 'pool' })]
  const needing = (policy: InventoryInput['groups'][number]['policy']) =>
    problemsOf({ nodes, groups: [groupOf('pool', { policy })] })
  expect(needing({ type: 'at-least', required: 2 })).toEqual([])
  expect(needing({ type: 'at-least', required: 3 })).toEqual(['pool needs 3 members and has 2'])
  expect(needing({ type: 'weighted', required: 5, weights: { web: 3, database: 1 } })).toEqual([
    'pool needs a weight of 5 and its members weigh 4',
  ])
})

test('a group without members is no group', () => {
  expect(problemsOf({ groups: [groupOf('pool')] })).toEqual(['the group pool has no members'])
})

test('members are those who name the group and those whom it names, each once', () => {
  const group = groupOf('pool', { members: ['database', 'web'] })
  const inventory = makeInventory({ nodes: [makeNode('web', { group: 'pool' }), makeNode('database')] })
  expect(membersOf(inventory, group)).toEqual(['web', 'database'])
})

test('a node cannot roll up a group that it is part of, over however many roll-ups', () => {
  const nodes = [
    makeNode('web', { probes: [], rollsUp: 'outer' }),
    makeNode('database', { probes: [], rollsUp: 'inner' }),
  ]
  const groups = [groupOf('outer', { members: ['database'] }), groupOf('inner', { members: ['web'] })]
  expect(problemsOf({ nodes, groups })).toEqual([
    'web rolls up a group that it is part of',
    'database rolls up a group that it is part of',
  ])
})

test('a chain of certificates ends in a root', () => {
  const certificate = (slug: string, issuer: string) => {
    return { slug, role: 'domain' as const, title: slug, subject: slug, issuer, specifiedIn: ['Test'] }
  }
  const certificates = [certificate('leaf', 'root'), certificate('root', 'leaf')]
  expect(problemsOf({ tls: { certificates, settings: [], hops: [] } })).toEqual([
    'the issuers of leaf go round in a circle',
    'the issuers of root go round in a circle',
  ])
})
