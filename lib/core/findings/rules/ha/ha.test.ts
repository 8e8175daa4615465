import { expect, test } from 'vitest'
import type { InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactOf } from '@/lib/core/observed/fact'
import { makeFindingInput as given } from '@/lib/testing/finding-factory'
import { makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { testRules } from '@/lib/testing/rule-cases'
import { haRules } from './registry'

type Traffic = NonNullable<InventoryInput['traffic']>
type Balancer = Traffic['loadBalancer']
type Rules = Traffic['rules']

const web = (slug: string, region: string) => makeNode(slug, { region })
const edge = makeNode('edge', { kind: 'edge' })
const db = makeNode('db', { kind: 'database', role: 'primary', region: 'one' })
const replica = (slug: string, region?: string) =>
  makeNode(slug, { kind: 'database', ...(region ? { region } : {}) })
const follows = (slug: string) => makeLink('db', slug, { kind: 'replication' })
/** One replica beside the primary, one elsewhere. */
const oneApart = {
  nodes: [db, replica('r1', 'one'), replica('r2', 'two')],
  links: [follows('r1'), follows('r2')],
}
const weighted = (target: string, weight: number) => makeLink('edge', target, { weight })
const twoRegions = {
  nodes: [edge, web('a', 'one'), web('b', 'two'), db],
  links: [weighted('a', 50), weighted('b', 50)],
}

function traffic(
  parts: Partial<Balancer> = {},
  check: Partial<Balancer['healthCheck']> = {},
  rules: Rules = [],
): Traffic {
  const healthCheck = {
    path: '/health',
    intervalSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
    ...check,
  }
  return {
    loadBalancer: {
      node: 'edge',
      method: 'Round Robin',
      session: 'none',
      failover: 'Automatic',
      specifiedIn: ['LB'],
      ...parts,
      healthCheck,
    },
    rules,
  }
}

const route = (slug: string, path: string, nodes: string[] = ['a', 'b']) => ({
  slug,
  path,
  backend: 'Web',
  nodes,
  weight: '100%',
  specifiedIn: ['LB'],
})
const scenario = (
  rtoSeconds: number,
  step = 'Cloudflare detects by health checks',
): Partial<InventoryInput> => ({
  disasterRecovery: {
    paths: [],
    scenarios: [
      {
        slug: 's',
        number: 1,
        name: 'Failure',
        steps: [step],
        rtoStated: `< ${rtoSeconds} s`,
        rtoSeconds,
        specifiedIn: ['DR'],
      },
    ],
  },
})
const cpu = (threshold: number): Partial<InventoryInput> => ({
  alerts: [
    {
      slug: 'cpu',
      category: 'infrastructure',
      stated: `CPU > ${threshold}%`,
      metric: 'CPU usage',
      comparator: '>',
      threshold,
      unit: 'percent',
      specifiedIn: ['Alerts'],
    },
  ],
})
const redis = (members: number): Partial<InventoryInput> => ({
  nodes: [
    makeNode('redis', { kind: 'cluster', name: 'Redis Cluster', rollsUp: 'members' }),
    ...Array.from({ length: members }, (_, index) =>
      makeNode(`r-${index}`, { kind: 'cache', group: 'members' }),
    ),
  ],
  links: [],
  groups: [
    {
      slug: 'members',
      name: 'Members',
      policy: { type: 'at-least', required: Math.min(3, members) },
      specifiedIn: ['T'],
    },
  ],
})
const zone = (ttlSeconds?: number): Partial<InventoryInput> => ({
  dns: {
    zone: 'example.org',
    server: 'edge',
    records: [
      {
        slug: 'a',
        type: 'A',
        name: '@',
        stated: '198.51.100.1',
        ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
        specifiedIn: ['DNS'],
      },
    ],
  },
})
const answered: FactOf<'dns-answer'> = {
  kind: 'dns-answer',
  zone: 'example.org',
  server: 's:53',
  serverRole: 'authoritative',
  name: 'example.org',
  type: 'A',
  rcode: 'NOERROR',
  isAuthoritative: true,
  isValidated: false,
  usedTcp: false,
  records: [{ ttl: 60, data: '198.51.100.1' }],
  glue: [],
  soa: null,
}
const store = makeNode('sessions', { kind: 'cache', features: ['Sessions'] })

testRules(haRules, {
  'HA-001': {
    fires: [given({ ...twoRegions, links: [makeLink('a', 'db'), makeLink('b', 'db')] })],
    holds: [given({ ...twoRegions, links: [makeLink('a', 'db')] })],
  },
  'HA-002': {
    fires: [given({ nodes: [db, replica('r1')], links: [follows('r1')] })],
    holds: [
      given({ nodes: [db, replica('r1'), replica('r2')], links: [follows('r1'), follows('r2')] }),
      given({ nodes: [db], links: [] }),
    ],
  },
  'HA-003': {
    fires: [given({ nodes: [db, replica('r1', 'one')], links: [follows('r1')] }), given(oneApart)],
    holds: [given({ nodes: [db, replica('r1', 'two')], links: [follows('r1')] })],
    needs: [given({ nodes: [db, replica('r1')], links: [follows('r1')] })],
  },
  'HA-004': { fires: [given(redis(3)), given(redis(2))], holds: [given(redis(6))] },
  'HA-005': {
    fires: [given({ ...twoRegions, traffic: traffic({}, {}, [route('api', '/api/*', ['a'])]) })],
    holds: [given({ ...twoRegions, traffic: traffic({}, {}, [route('api', '/api/*')]) })],
  },
  'HA-006': {
    fires: [
      given({ ...twoRegions, traffic: traffic({}, {}, [route('all', '/*'), route('api', '/api/*')]) }),
      given({ ...twoRegions, traffic: traffic({}, {}, [route('api', '/api*'), route('all', '/*')]) }),
    ],
    holds: [given({ ...twoRegions, traffic: traffic({}, {}, [route('api', '/api/*'), route('all', '/*')]) })],
  },
  'HA-007': {
    fires: [
      given({ ...twoRegions, links: [weighted('a', 50), weighted('b', 30)], traffic: traffic() }),
      given({ ...twoRegions, links: [weighted('a', 100), weighted('b', 0)], traffic: traffic() }),
    ],
    holds: [given({ ...twoRegions, traffic: traffic() })],
  },
  'HA-008': {
    fires: [given({ ...twoRegions, traffic: traffic({}, { timeoutSeconds: 10 }) })],
    holds: [given({ ...twoRegions, traffic: traffic() })],
  },
  'HA-009': {
    fires: [given({ ...twoRegions, ...scenario(60), traffic: traffic() })],
    holds: [given({ ...twoRegions, ...scenario(300), traffic: traffic() })],
  },
  'HA-010': {
    fires: [given({ ...twoRegions, ...cpu(80), traffic: traffic() })],
    holds: [given({ ...twoRegions, ...cpu(45), traffic: traffic() })],
  },
  'HA-011': {
    fires: [
      given({ ...twoRegions, traffic: traffic({}, { checks: [] }) }),
      given({
        ...twoRegions,
        links: [...twoRegions.links, makeLink('a', 'db'), makeLink('b', 'db')],
        traffic: traffic({}, { checks: ['db'] }),
      }),
    ],
    holds: [
      given({
        ...twoRegions,
        links: [...twoRegions.links, makeLink('a', 'db')],
        traffic: traffic({}, { checks: ['db'] }),
      }),
    ],
    needs: [given({ ...twoRegions, traffic: traffic() })],
  },
  'HA-012': {
    fires: [
      given({
        nodes: [makeNode('edge', { software: { name: 'nginx', edition: 'open source' } })],
        links: [],
        traffic: traffic(),
      }),
    ],
    holds: [
      given({
        nodes: [makeNode('edge', { software: { name: 'nginx', edition: 'Plus' } })],
        links: [],
        traffic: traffic(),
      }),
      given({ ...twoRegions, traffic: traffic() }),
    ],
    needs: [given({ nodes: [makeNode('edge')], links: [], traffic: traffic() })],
  },
  'HA-013': {
    fires: [given({ ...twoRegions, traffic: traffic({ plan: 'business' }) })],
    holds: [given({ ...twoRegions, traffic: traffic({ plan: 'enterprise' }) })],
    needs: [given({ ...twoRegions, traffic: traffic() })],
  },
  'HA-014': {
    fires: [given({ ...twoRegions, ...scenario(300, 'Update DNS'), ...zone(3_600) })],
    holds: [
      given({ ...twoRegions, ...scenario(300, 'Update DNS'), ...zone(60) }),
      given({ ...twoRegions, ...scenario(300, 'Update DNS'), ...zone() }, [answered]),
    ],
    needs: [given({ ...twoRegions, ...scenario(300, 'Update DNS'), ...zone() })],
  },
  'HA-015': {
    fires: [given({ ...twoRegions, nodes: [...twoRegions.nodes, store], traffic: traffic() })],
    holds: [
      given({
        ...twoRegions,
        nodes: [...twoRegions.nodes, store],
        traffic: traffic({ session: 'IP Hash (Sticky)' }),
      }),
    ],
  },
  'HA-016': {
    fires: [given({ ...twoRegions, traffic: traffic() })],
    holds: [given({ ...twoRegions, links: [weighted('a', 100)], traffic: traffic() })],
  },
})

test('a replica beside its primary weighs little while another stands elsewhere', () => {
  const [finding] = haRules.find(({ id }) => id === 'HA-003')?.evaluate(given(oneApart)) ?? []
  expect(finding).toMatchObject({ severity: 'low', title: expect.stringContaining('r2 alone outlives') })
})
