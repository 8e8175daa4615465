import { describe, expect, it } from 'vitest'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { planInventory } from '@/lib/core/inventory/plan-inventory'
import { makeInventory } from '@/lib/testing/inventory-factory'
import { mermaidFlowchartImporter } from './mermaid-flowchart.importer'

const CHART = `graph TD
    subgraph "DMZ"
        WEB[web]
        LB("Load <br/> Balancer")
    end
    subgraph data [Data Zone]
        DB[(Customer DB)]
        Q{{Queue}} & C((Cache))
    end
    LB -->|50%| WEB
    WEB --> DB & Q
    DB -.->|Replication| R[(Replica)]
    LB -- "health; check" --> C
    M>Monitor] -. watches .-> DB
    A ~~~ B
    %% a comment
    style WEB fill:#e3f2fd
    classDef red fill:#f00; class WEB red
    database --- DB:::red
`
const read = (text: string) => mermaidFlowchartImporter.read(text, { file: 'a.mmd', node: '', zone: null })

function changed(text: string, current: Inventory | null = makeInventory()): Inventory {
  const { effect } = read(text)
  if (effect?.type !== 'inventory') throw new Error('nothing is taken over')
  return effect.change(current) as Inventory
}

describe('an import of a flowchart', () => {
  it('understands shapes, labels, groups, areas and arrows, and leaves the looks out', () => {
    const { understood, notUnderstood } = read(CHART)
    expect(notUnderstood).toEqual([])
    const words = new Map(understood.map(({ line, as }) => [line, as]))
    expect(words.get(4)).toBe('the node Load Balancer')
    expect(words.get(10)).toBe('traffic from Load Balancer to web')
    expect(words.get(11)).toBe('traffic from web to Customer DB, traffic from web to Queue')
    expect(words.get(12)).toBe('replication from Customer DB to Replica')
    expect(words.get(14)).toBe('management from Monitor to Customer DB')
    expect(words.get(17)).toBe('how it looks, left out')
  })

  it('adds nodes, links and zones that are not declared, and leaves those that are', () => {
    const before = makeInventory()
    const after = changed(CHART, before)
    const { changes } = planInventory(before, after)
    expect(changes.filter(({ type }) => type !== 'added')).toEqual([])
    expect(after.nodes.slice(before.nodes.length).map(({ slug, kind, zone }) => [slug, kind, zone])).toEqual([
      ['load-balancer', 'application', 'dmz'],
      ['customer-db', 'database', 'data-zone'],
      ['queue', 'application', 'data-zone'],
      ['cache', 'application', 'data-zone'],
      ['replica', 'database', undefined],
      ['monitor', 'application', undefined],
      ['a', 'application', undefined],
      ['b', 'application', undefined],
    ])
    const links = after.links.slice(before.links.length)
    expect(links.map(({ source, target, kind, weight }) => [source, target, kind, weight])).toEqual([
      ['load-balancer', 'web', 'traffic', 50],
      ['web', 'customer-db', 'traffic', undefined],
      ['web', 'queue', 'traffic', undefined],
      ['customer-db', 'replica', 'replication', undefined],
      ['load-balancer', 'cache', 'traffic', undefined],
      ['monitor', 'customer-db', 'management', undefined],
      ['database', 'customer-db', 'traffic', undefined],
    ])
  })

  it('adds nothing when it is imported again', () => {
    const once = changed(CHART)
    expect(planInventory(once, changed(CHART, once)).changes).toEqual([])
  })

  it('says of each line why it was not understood', () => {
    const { notUnderstood } = read('graph TD\nA --> \n-->\nend\nA[open\nsequenceDiagram\n')
    expect(notUnderstood.map(({ line }) => line)).toEqual([2, 3, 4, 5])
    expect(() => read('sequenceDiagram\nA->>B: hi')).toThrow(/no flowchart/)
    expect(() => changed(CHART, null)).toThrow(/Put an inventory in force/)
  })

  it('says that areas are nested too deep', () => {
    const deep = `graph TD\n${'subgraph a\n'.repeat(21)}A --> B\n${'end\n'.repeat(21)}`
    expect(read(deep).notUnderstood[0]).toMatchObject({
      line: 22,
      reason: expect.stringMatching(/nested deeper/),
    })
  })

  it('knows flowcharts by their first word', () => {
    expect(mermaidFlowchartImporter.recognises('%% hi\nflowchart LR\n')).toBe(true)
    expect(mermaidFlowchartImporter.recognises('sequenceDiagram\n')).toBe(false)
  })
})
