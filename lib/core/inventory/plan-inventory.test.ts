import { expect, test } from 'vitest'
import { makeInventory, makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { formatPlan } from './format-plan'
import { planInventory } from './plan-inventory'

test('the first inventory adds every part, probes as parts of their own', () => {
  const plan = planInventory(null, makeInventory())
  expect(plan.changes.map((change) => `${change.type} ${change.kind} ${change.slug}`)).toEqual([
    'added estate small',
    'added zone dmz',
    'added node web',
    'added probe web/tcp',
    'added node database',
    'added probe database/tcp',
    'added link web-to-database',
  ])
})

test('a changed field is named with what it was and what it becomes', () => {
  const after = makeInventory({ links: [makeLink('web', 'database', { port: 3307, label: 'SQL' })] })
  const plan = planInventory(makeInventory(), after)
  expect(plan).toMatchObject({ added: 0, changed: 1, removed: 0 })
  expect(formatPlan(plan)).toBe(
    [
      '~ link web-to-database',
      '    port: 3306 → 3307',
      '    label: (none) → SQL',
      '0 to add, 1 to change, 0 to remove.',
    ].join('\n'),
  )
})

test('a changed setting of a probe is a change of the probe, not of its node', () => {
  const probes = [{ key: 'tcp', kind: 'tcp', settings: { host: '127.0.0.1', port: 81 } }]
  const nodes = [makeNode('web', { zone: 'dmz', probes }), makeNode('database', { kind: 'database' })]
  expect(planInventory(makeInventory(), makeInventory({ nodes })).changes).toEqual([
    {
      type: 'changed',
      kind: 'probe',
      slug: 'web/tcp',
      fields: [{ field: 'settings.port', from: '80', to: '81' }],
    },
  ])
})

test('what is gone is listed as removed', () => {
  const after = makeInventory({ nodes: [makeNode('web', { zone: 'dmz' })], links: [] })
  expect(formatPlan(planInventory(makeInventory(), after)).split('\n')).toEqual([
    '- node database: database, database',
    '- probe database/tcp: tcp',
    '- link web-to-database: traffic, web → database, 3306',
    '0 to add, 0 to change, 3 to remove.',
  ])
})

test('another order of the same parts changes nothing', () => {
  const nodes = [makeNode('database', { kind: 'database' }), makeNode('web', { zone: 'dmz' })]
  const plan = planInventory(makeInventory(), makeInventory({ nodes }))
  expect(plan.changes).toEqual([])
  expect(formatPlan(plan)).toBe('No changes: this inventory is in force already.')
})
