import { describe, expect, it } from 'vitest'
import { estate, nowMs, observed } from '@/lib/testing/estate'
import { diffTopology } from './diff-topology'
import { projectTopology } from './project-topology'
import { healthFromWire, healthWire, toPatchWire, toTopologyWire } from './to-topology-wire'
import { topologyPatchWireSchema, topologyWireSchema } from './topology-wire'

const inventory = estate({
  nodes: [
    { slug: 'web', role: 'reverse proxy', group: 'pool', address: '192.0.2.1', features: ['TLS'] },
    { slug: 'search', lifecycle: 'planned', probes: [] },
    'database',
  ],
  links: [{ source: 'web', target: 'database', port: 3306, protocol: 'MySQL', weight: 50 }],
  groups: [{ slug: 'pool', policy: { type: 'at-least', required: 1 } }],
})
const view = projectTopology(inventory, observed(inventory, { database: 'down' }))

function throughJson<T>(value: T): unknown {
  return JSON.parse(JSON.stringify(value))
}

describe('toTopologyWire', () => {
  it('is what its schema says, once through JSON', () => {
    const wire = toTopologyWire(view, inventory, 7)
    expect(topologyWireSchema.parse(throughJson(wire))).toEqual(wire)
  })

  it('tells instants in ISO 8601 and what is not there as null', () => {
    const wire = toTopologyWire(view, inventory, 7)
    expect(wire).toMatchObject({ revision: 7, generatedAt: '2026-11-24T03:00:00.000Z' })
    expect(wire.nodes[0]).toMatchObject({
      slug: 'web',
      zone: null,
      group: 'pool',
      impactedBy: ['database'],
      rootCause: false,
      health: { status: 'healthy', since: '2026-11-24T02:59:00.000Z', stale: false },
    })
    expect(wire.nodes[1]?.health).toMatchObject({ status: 'unknown', observedAt: null, validUntil: null })
    expect(wire.nodes[2]).toMatchObject({ rootCause: true, impacts: ['web'] })
    expect(wire.links[0]).toMatchObject({
      port: 3306,
      weight: 50,
      encryption: null,
      health: { status: 'unknown' },
    })
    expect(wire.groups).toEqual([
      { slug: 'pool', name: 'pool', policy: { type: 'at-least', required: 1 }, members: ['web'] },
    ])
    expect(wire.causes).toMatchObject([{ kind: 'node', slug: 'database', impacts: ['web'] }])
  })

  it('loses nothing of a health on the way and back', () => {
    for (const { health } of view.nodes) expect(healthFromWire(healthWire(health))).toEqual(health)
  })
})

describe('toPatchWire', () => {
  it('carries what changed, and is what its schema says', () => {
    const before = projectTopology(inventory, observed(inventory))
    const patch = toPatchWire(diffTopology(before, view), nowMs)
    expect(topologyPatchWireSchema.parse(throughJson(patch))).toEqual(patch)
    expect(patch.nodes.map(({ slug }) => slug)).toEqual(['web', 'database'])
    expect(patch.causes).toHaveLength(1)
  })
})
