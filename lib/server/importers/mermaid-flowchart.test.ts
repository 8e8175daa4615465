import { describe, expect, it } from 'vitest'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { planInventory } from '@/lib/core/inventory/plan-inventory'
import { makeInventory, makeNode } from '@/lib/testing/inventory-factory'
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
    classDef red fill:#f00;
    class WEB red
    database --- DB:::red
`
const read = (text: string) => mermaidFlowchartImporter.read(text, { file: 'a.mmd', node: '', zone: null })

function changed(text: string, current: Inventory | null = makeInventory()): Inventory {
  const { effect } = read(text)
  if (effect?.type !== 'inventory') throw new Error('nothing is taken over')
  return effect.change(current) as Inventory
}

function added(text: string) {
  const before = makeInventory()
  const { nodes, links } = changed(text, before)
  return { nodes: nodes.slice(before.nodes.length), links: links.slice(before.links.length) }
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
    const deep = `graph TD\n${Array.from({ length: 21 }, (_, depth) => `subgraph a${depth}\n`).join('')}A --> B\n${'end\n'.repeat(21)}`
    expect(read(deep).notUnderstood[0]).toMatchObject({
      line: 22,
      reason: expect.stringMatching(/nested deeper/),
    })
  })

  it('knows flowcharts by their first word', () => {
    expect(mermaidFlowchartImporter.recognises('%% hi\nflowchart LR\n')).toBe(true)
    expect(mermaidFlowchartImporter.recognises('sequenceDiagram\n')).toBe(false)
  })

  it('takes nothing over while a line is not understood: nobody knows what it would have joined', () => {
    expect(read('graph TD\nA --> B\nA --o C').effect).toBeNull()
    expect(read('graph TD\nA --> B').effect).not.toBeNull()
  })

  it('refuses in words what Mermaid draws and an inventory cannot hold, or Mermaid reads otherwise than people', () => {
    const reasonOf = (...lines: readonly string[]) =>
      read(['graph TD', ...lines].join('\n')).notUnderstood.map(({ line, reason }) => [line, reason])
    const circle = 'an arrow that ends in a circle or a cross says nothing that an inventory has a word for'
    const odd = 'the two ends of the arrow do not belong together, and Mermaid draws one of them'
    expect(reasonOf('A o--o B', 'A x--x B', 'A --x B')).toEqual([2, 3, 4].map((line) => [line, circle]))
    expect(reasonOf('A <--- B', 'A -- foo--> B')).toEqual([2, 3].map((line) => [line, odd]))
    expect(reasonOf('A["#nope;"]')[0]?.[1]).toMatch(/not known here/)
    expect(reasonOf('A&B --> C', 'A[f(x)]', 'A --> end', 'A --> B %% note').map(([line]) => line)).toEqual([
      2, 3, 4, 5,
    ])
    expect(reasonOf('style A fill:#fff; A --> B')[0]?.[1]).toMatch(/more follows/)
    expect(reasonOf('A --> B', 'graph LR', 'A --> C')[0]?.[1]).toMatch(/second diagram/)
    expect(reasonOf('subgraph eu', 'A --> B')[0]).toEqual([2, 'the area is never ended'])
  })

  it('knows labels with codes, Markdown, tags and icons, and the fields of newer diagrams', () => {
    const { nodes } = added(
      `flowchart LR
A["\`**Web** _one_\`"] e1@--> B["#35;1 #quot;x#quot; &amp; y"]
B --> C@{ shape: cyl, label: "Main, db" }
C --> D[fa:fa-user <b>Chief</b> officer]
e1@{ animate: true }`,
    )
    expect(nodes.map(({ name, kind }) => [name, kind])).toEqual([
      ['Web one', 'application'],
      ['#1 "x" & y', 'application'],
      ['Main, db', 'database'],
      ['Chief officer', 'application'],
    ])
  })

  it('takes an arrow with two heads for two links, and leaves out those of areas and of a node with itself', () => {
    const text = 'graph TD\nsubgraph eu [Europe]\nA\nend\nA <--> B\neu --> B\nB --> B\nA -.->|replication| B'
    const { links } = added(text)
    expect(links.map(({ source, target, kind }) => [source, target, kind])).toEqual([
      ['a', 'b', 'traffic'],
      ['b', 'a', 'traffic'],
      ['a', 'b', 'replication'],
    ])
    const words = new Map(read(text).understood.map(({ line, as }) => [line, as]))
    expect(words.get(6)).toBe('an arrow from Europe to B, left out: one of them is an area')
    expect(words.get(7)).toBe('an arrow from B to itself, left out')
  })

  it('puts a node into the innermost area that names it, wherever it was named first, by its last label', () => {
    const text = 'graph TD\nA[Old] --> B\nsubgraph out\nsubgraph in\nA[New]\nend\nA\nB\nend'
    const { nodes } = added(text)
    expect(nodes.map(({ name, zone }) => [name, zone])).toEqual([
      ['New', 'in'],
      ['B', 'out'],
    ])
  })

  it('reads no statement out of settings, descriptions and comments', () => {
    const text = `---
title: A --> B
---
%%{init: {
  "theme": "A --> B"
}}%%
flowchart TD
accDescr {
  A --> B
}
%% A --> B
C --> D`
    const { nodes } = added(text)
    expect(nodes.map(({ slug }) => slug)).toEqual(['c', 'd'])
  })

  it('joins no two boxes into one node, and finds them again', () => {
    const current = makeInventory({ nodes: [makeNode('web', { name: 'Web' })], links: [] })
    const text = 'graph TD\nU1[Users] --> web[Front]\nU2[Users] --> X[Web]'
    const once = changed(text, current)
    expect(once.nodes.map(({ slug, name }) => [slug, name])).toEqual([
      ['web', 'Web'],
      ['users', 'Users'],
      ['front', 'Front'],
      ['users-2', 'Users'],
    ])
    expect(once.links.map(({ source, target }) => [source, target])).toEqual([
      ['users', 'front'],
      ['users-2', 'web'],
    ])
    expect(planInventory(once, changed(text, once)).changes).toEqual([])
  })
})
