import { describe, expect, it } from 'vitest'
import { doubt, estate, nowMs, observed, probeHealth } from '@/lib/testing/estate'
import { projectTopology } from './project-topology'
import type { NodeView, TopologyView } from './topology'

const web = estate({
  nodes: [
    { slug: 'customers', kind: 'actor', probes: [], unobserved: 'people are not probed' },
    'edge',
    { slug: 'nginx-1', group: 'nginx' },
    { slug: 'nginx-2', group: 'nginx' },
    { slug: 'php-1', group: 'php' },
    { slug: 'php-2', group: 'php' },
    { slug: 'mariadb-primary', kind: 'database' },
    { slug: 'mariadb-replica', kind: 'database' },
    'prometheus',
  ],
  links: [
    { source: 'customers', target: 'edge' },
    { source: 'edge', target: 'nginx-1' },
    { source: 'edge', target: 'nginx-2' },
    { source: 'nginx-1', target: 'php-1' },
    { source: 'nginx-2', target: 'php-2' },
    { source: 'php-1', target: 'mariadb-primary' },
    { source: 'php-2', target: 'mariadb-primary' },
    { source: 'mariadb-primary', target: 'mariadb-replica', kind: 'replication' },
    { source: 'prometheus', target: 'php-1', kind: 'metrics' },
  ],
  groups: [
    { slug: 'nginx', policy: { type: 'at-least', required: 1 } },
    { slug: 'php', policy: { type: 'at-least', required: 1 } },
  ],
})

const cluster = estate({
  nodes: [
    'app',
    { slug: 'redis-cluster', kind: 'cluster', rollsUp: 'redis' },
    ...['redis-1', 'redis-2', 'redis-3'].map((slug) => ({ slug, group: 'redis' })),
  ],
  links: [{ source: 'app', target: 'redis-cluster' }],
  groups: [{ slug: 'redis', policy: { type: 'at-least', required: 2 } }],
})

function viewOf(view: TopologyView, slug: string): NodeView {
  const node = view.nodes.find((candidate) => candidate.node.slug === slug)
  if (node === undefined) throw new Error(`no node ${slug}`)
  return node
}

function causeSlugs(view: TopologyView): readonly string[] {
  return view.causes.map((cause) => (cause.kind === 'node' ? cause.slug : cause.kind))
}

describe('projectTopology, one failure', () => {
  it('shows a dead database as one red node and one cause, with its blast radius', () => {
    const view = projectTopology(web, observed(web, { 'mariadb-primary': 'down' }))
    expect(view.nodes.filter(({ health }) => health.status === 'down').map(({ node }) => node.slug)).toEqual([
      'mariadb-primary',
    ])
    expect(view.causes).toEqual([
      {
        kind: 'node',
        slug: 'mariadb-primary',
        sinceMs: nowMs - 66_000,
        impacts: ['customers', 'edge', 'mariadb-replica', 'nginx-1', 'nginx-2', 'php-1', 'php-2'],
      },
    ])
    expect(viewOf(view, 'customers').impactedBy).toEqual(['mariadb-primary'])
    expect(viewOf(view, 'prometheus').impactedBy).toEqual([])
  })

  it('takes a replica that says so for a symptom of its dead primary', () => {
    const view = projectTopology(
      web,
      observed(web, { 'mariadb-primary': 'down', 'mariadb-replica': 'degraded' }),
    )
    expect(causeSlugs(view)).toEqual(['mariadb-primary'])
    expect(viewOf(view, 'mariadb-replica')).toMatchObject({
      isRootCause: false,
      symptomOf: ['mariadb-primary'],
      health: { status: 'degraded' },
    })
  })

  it('calls no follower the cause before what it follows was looked at since', () => {
    const none = { count: 0, sinceMs: 0 }
    const bad = { count: 3, sinceMs: nowMs - 8_000 }
    const runs = { healthy: none, working: none, unhealthy: bad, down: none, unknown: none }
    const replica = probeHealth('degraded', { runs })
    const lookedAt = (lastFinishedAtMs: number) =>
      projectTopology(
        web,
        observed(web, {
          'mariadb-replica': replica,
          'mariadb-primary': probeHealth('healthy', { lastFinishedAtMs }),
        }),
      )
    expect(causeSlugs(lookedAt(nowMs - 9_000))).toEqual([])
    expect(causeSlugs(lookedAt(nowMs - 7_000))).toEqual(['mariadb-replica'])
  })

  it('puts a degraded member down to the one of its group that is gone', () => {
    const view = projectTopology(cluster, observed(cluster, { 'redis-1': 'down', 'redis-3': 'degraded' }))
    expect(causeSlugs(view)).toEqual(['redis-1'])
    expect(viewOf(view, 'redis-3').symptomOf).toEqual(['redis-1'])
    const alone = projectTopology(
      cluster,
      observed(cluster, { 'redis-1': 'degraded', 'redis-3': 'degraded' }),
    )
    expect(causeSlugs(alone)).toEqual(['redis-1', 'redis-3'])
  })

  it('impacts nobody beyond a group that still has enough members', () => {
    const view = projectTopology(web, observed(web, { 'nginx-1': 'down' }))
    expect(viewOf(view, 'nginx-1')).toMatchObject({ impacts: [], isRootCause: true })
    expect(viewOf(view, 'edge').impactedBy).toEqual([])
  })

  it('impacts what depends on a group when its last member goes, naming each of them', () => {
    const view = projectTopology(web, observed(web, { 'nginx-1': 'down', 'nginx-2': 'down' }))
    expect(viewOf(view, 'customers').impactedBy).toEqual(['nginx-1', 'nginx-2'])
    expect(causeSlugs(view)).toEqual(['nginx-1', 'nginx-2'])
  })

  it('impacts the one that is linked to a single member of a group', () => {
    const view = projectTopology(web, observed(web, { 'php-1': 'down' }))
    expect(viewOf(view, 'nginx-1').impactedBy).toEqual(['php-1'])
    expect(viewOf(view, 'edge').impactedBy).toEqual([])
  })

  it('puts a degraded member down to what took its fellow away, however far off that is', () => {
    const regions = estate({
      nodes: [
        { slug: 'berlin', group: 'regions' },
        { slug: 'munich', group: 'regions', rollsUp: 'databases' },
        { slug: 'db-1', group: 'databases' },
        { slug: 'db-2', group: 'databases' },
        'storage',
      ],
      links: [{ source: 'db-1', target: 'storage' }],
      groups: [
        { slug: 'regions', policy: { type: 'at-least', required: 1 } },
        { slug: 'databases', policy: { type: 'at-least', required: 1 } },
      ],
    })
    const view = projectTopology(
      regions,
      observed(regions, { berlin: 'degraded', munich: 'down', 'db-1': 'down', storage: 'down' }),
    )
    expect(causeSlugs(view)).toEqual(['storage'])
    expect(viewOf(view, 'munich').symptomOf).toEqual(['storage'])
    expect(viewOf(view, 'berlin').symptomOf).toEqual(['storage'])
  })

  it('lets a degraded node impact nobody', () => {
    const view = projectTopology(web, observed(web, { 'mariadb-primary': 'degraded' }))
    expect(viewOf(view, 'mariadb-primary')).toMatchObject({ isRootCause: true, impacts: [] })
    expect(viewOf(view, 'php-1').impactedBy).toEqual([])
  })
})

describe('projectTopology, causes and symptoms', () => {
  it('calls the most upstream failing node the cause, past healthy nodes between', () => {
    const view = projectTopology(web, observed(web, { edge: 'down', 'mariadb-primary': 'down' }))
    expect(causeSlugs(view)).toEqual(['mariadb-primary'])
    expect(viewOf(view, 'edge').symptomOf).toEqual(['mariadb-primary'])
  })

  it('names the nearest failing node first', () => {
    const view = projectTopology(web, observed(web, { 'php-1': 'down', 'mariadb-primary': 'down' }))
    expect(viewOf(view, 'nginx-1').impactedBy).toEqual(['php-1', 'mariadb-primary'])
  })

  it('does not call a node a cause while one upstream is being checked', () => {
    const suspect = probeHealth('healthy', { soft: doubt('down') })
    const view = projectTopology(web, observed(web, { 'php-1': 'down', 'mariadb-primary': suspect }))
    expect(view.causes).toEqual([])
    expect(viewOf(view, 'mariadb-primary').health).toMatchObject({ status: 'healthy', isSuspect: true })
  })

  it('finds that two nodes that need each other do not explain each other', () => {
    const pair = estate({
      nodes: ['one', 'two'],
      links: [
        { source: 'one', target: 'two' },
        { source: 'two', target: 'one' },
      ],
    })
    const both = projectTopology(pair, observed(pair, { one: 'down', two: 'down' }))
    expect(causeSlugs(both)).toEqual(['one', 'two'])
    expect(both.nodes.flatMap((view) => [...view.impactedBy, ...view.symptomOf])).toEqual([])
    const first = projectTopology(pair, observed(pair, { one: 'down' }))
    expect(viewOf(first, 'two').impactedBy).toEqual(['one'])
    expect(viewOf(first, 'one').impactedBy).toEqual([])
  })

  it('puts a cluster that misses a member down to the member, while enough are left', () => {
    const view = projectTopology(cluster, observed(cluster, { 'redis-2': 'down' }))
    expect(viewOf(view, 'redis-cluster')).toMatchObject({
      isRootCause: false,
      symptomOf: ['redis-2'],
      health: { status: 'degraded', reason: '1 of 3 down (redis-2), 2 must work' },
    })
    expect(causeSlugs(view)).toEqual(['redis-2'])
    expect(viewOf(view, 'app').impactedBy).toEqual([])
  })

  it('puts a cluster that itself says down down to its failed member, with what follows', () => {
    const view = projectTopology(cluster, observed(cluster, { 'redis-2': 'down', 'redis-cluster': 'down' }))
    expect(view.causes).toMatchObject([{ slug: 'redis-2', impacts: ['app', 'redis-cluster'] }])
  })

  it('takes a cluster down, and what depends on it along, when too few members are left', () => {
    const view = projectTopology(cluster, observed(cluster, { 'redis-1': 'down', 'redis-2': 'down' }))
    expect(viewOf(view, 'redis-cluster').health.status).toBe('down')
    expect(viewOf(view, 'app').impactedBy).toEqual(['redis-cluster', 'redis-1', 'redis-2'])
    expect(causeSlugs(view)).toEqual(['redis-1', 'redis-2'])
  })
})

describe('projectTopology, roll-ups in a circle', () => {
  it('judges no node by itself, in whatever order they are written', () => {
    const nodes = [
      { slug: 'east', group: 'all-east', rollsUp: 'all-west' },
      { slug: 'west', group: 'all-west', rollsUp: 'all-east' },
    ]
    const groups = ['all-east', 'all-west'].map((slug) => ({ slug, policy: { type: 'all' as const } }))
    for (const inOrder of [nodes, nodes.toReversed()]) {
      const circle = estate({ nodes: inOrder, groups })
      const view = projectTopology(circle, observed(circle, { east: 'down' }))
      expect(viewOf(view, 'east').health.status).toBe('down')
      expect(viewOf(view, 'west').measured).toMatchObject({ status: 'unknown', reason: 'it has no members' })
    }
  })
})

describe('projectTopology, maintenance', () => {
  const maintenance = new Map([['mariadb-primary', 'upgrade']])

  it('shows maintenance and keeps what probing says', () => {
    const view = projectTopology(web, observed(web, { 'mariadb-primary': 'down' }, { maintenance }))
    expect(viewOf(view, 'mariadb-primary')).toMatchObject({
      health: { status: 'maintenance', reason: 'upgrade' },
      measured: { status: 'down' },
    })
  })

  it('makes planned work no cause, and what fails because of it a symptom', () => {
    const view = projectTopology(
      web,
      observed(web, { 'mariadb-primary': 'down', 'php-1': 'down' }, { maintenance }),
    )
    expect(view.causes).toEqual([])
    expect(viewOf(view, 'php-1').symptomOf).toEqual(['mariadb-primary'])
  })
})

describe('projectTopology, probers that stopped', () => {
  const stale = probeHealth('healthy', {
    observedAtMs: nowMs - 60_000,
    lastFinishedAtMs: nowMs - 60_000,
    validUntilMs: nowMs - 30_000,
  })
  const all = Object.fromEntries(web.nodes.map(({ slug }) => [slug, stale]))

  it('tells a stopped worker once, and shows its nodes as unknown', () => {
    const view = projectTopology(web, observed(web, all))
    expect(view.causes).toMatchObject([
      { kind: 'prober-down', workerIds: ['worker-a'], sinceMs: nowMs - 60_000 },
    ])
    expect(new Set(view.nodes.map(({ health }) => health.status))).toEqual(new Set(['unknown']))
    expect(viewOf(view, 'edge').health).toMatchObject({
      isStale: true,
      reason: 'not observed since 2026-11-24 02:59:00 UTC',
    })
  })

  it('tells a lease that ended with nobody to take over before the observations expire', () => {
    const workers = [{ id: 'worker-a', heartbeatAtMs: nowMs - 20_000, leaseUntilMs: nowMs - 5_000 }]
    const view = projectTopology(web, observed(web, {}, { workers }))
    expect(causeSlugs(view)).toEqual(['prober-down'])
    expect(viewOf(view, 'edge').health.status).toBe('healthy')
  })

  it('does not blame the worker for one probe that is late', () => {
    const view = projectTopology(web, observed(web, { edge: stale }))
    expect(view.causes).toEqual([])
    expect(viewOf(view, 'edge').health.status).toBe('unknown')
  })
})

describe('projectTopology, links', () => {
  const path = estate({
    nodes: [
      {
        slug: 'nginx-1',
        probes: [
          { key: 'static', kind: 'http' },
          { key: 'path', kind: 'http', observesLinks: ['nginx-php'] },
        ],
      },
      'php-1',
    ],
    links: [
      { id: 'nginx-php', source: 'nginx-1', target: 'php-1' },
      { id: 'unseen', source: 'nginx-1', target: 'php-1' },
    ],
  })

  it('colours a link, never its first hop, by the probe that observes it', () => {
    const view = projectTopology(path, observed(path, { 'nginx-1/path': 'down' }))
    expect(view.links.map(({ health }) => [health.status, health.reason])).toEqual([
      ['down', 'it is down'],
      ['unknown', 'not observed'],
    ])
    expect(viewOf(view, 'nginx-1').health.status).toBe('healthy')
    expect(view.causes).toEqual([])
  })
})
