import { expect, test } from 'vitest'
import type { InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactOf, Vantage } from '@/lib/core/observed/fact'
import { makeFindingInput as given, makeFact } from '@/lib/testing/finding-factory'
import { makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { testRules } from '@/lib/testing/rule-cases'
import { portsRules } from './registry'

type Port = NonNullable<InventoryInput['ports']>[number]
type Rule = NonNullable<InventoryInput['firewallRules']>[number]

const nodes = [
  makeNode('edge', { kind: 'edge' }),
  makeNode('fw', { kind: 'firewall' }),
  makeNode('web', { address: '192.0.2.10' }),
  makeNode('grafana', { kind: 'dashboard' }),
]
const links = [makeLink('edge', 'fw', { port: 443 }), makeLink('fw', 'web', { port: 443 })]
const base = { nodes, links }

function port(number: number, parts: Partial<Port> = {}): Port {
  return {
    slug: `p-${number}`,
    port: number,
    class: 'external',
    service: 'HTTP',
    targets: ['web'],
    specifiedIn: ['Matrix'],
    ...parts,
  }
}

function rule(action: 'allow' | 'deny', number?: number, parts: Partial<Rule> = {}): Rule {
  return {
    slug: `${action}-${number ?? 'all'}`,
    node: 'fw',
    action,
    ...(number === undefined ? {} : { port: number }),
    specifiedIn: ['Overall'],
    ...parts,
  }
}

function seen(number: number, state: 'open' | 'closed' | 'filtered'): FactOf<'port'> {
  return {
    kind: 'port',
    node: 'web',
    address: '192.0.2.10',
    port: number,
    transport: 'tcp',
    state,
    service: null,
    reason: 'syn-ack',
  }
}

function socket(number: number, localAddress: string, process = 'redis-server'): FactOf<'socket'> {
  return { kind: 'socket', node: 'web', transport: 'tcp', localAddress, port: number, process }
}

function firewall(
  parts: Partial<FactOf<'firewall'>> = {},
  lines: readonly Partial<FactOf<'firewall'>['rules'][number]>[] = [],
): FactOf<'firewall'> {
  const line = {
    number: 1,
    action: 'allow',
    direction: 'in',
    ports: '443',
    transport: 'tcp',
    from: 'anywhere',
    to: 'anywhere',
    isIpv6: false,
    profile: null,
    comment: null,
    text: '443/tcp ALLOW IN Anywhere',
  } as const
  return {
    kind: 'firewall',
    node: 'fw',
    isActive: true,
    defaultIncoming: 'deny',
    defaultOutgoing: 'allow',
    defaultRouted: 'deny',
    logging: 'on (low)',
    rules: lines.map((each) => ({ ...line, ...each })),
    ...parts,
  }
}

const owned = { owner: 'web', reason: 'visitors', approvedBy: 'anna', reviewedAt: '2026-11-01' }
const proxied = {
  zone: 'example.org',
  server: 'edge',
  records: [
    {
      slug: 'a',
      type: 'A' as const,
      name: '@',
      stated: '104.26.10.10',
      isProxied: true,
      specifiedIn: ['DNS'],
    },
  ],
}

testRules(portsRules, {
  'PORT-001': {
    fires: [
      given({ ...base, ports: [port(80)], firewallRules: [rule('allow', 443), rule('deny')] }),
      given({ ...base, ports: [port(80)] }, [
        firewall({}, [{ action: 'deny', ports: '80', text: '80 DENY' }]),
      ]),
    ],
    holds: [
      given({ ...base, ports: [port(443)], firewallRules: [rule('allow', 443), rule('deny')] }),
      given({ ...base, ports: [port(80, { class: 'internal' })], firewallRules: [rule('deny')] }),
      // One source shut out is not the port denied.
      given({ ...base, ports: [port(443)] }, [
        firewall({}, [{ action: 'deny', ports: null, from: '203.0.113.7', transport: 'any' }, {}]),
      ]),
      given({
        ...base,
        ports: [port(443)],
        firewallRules: [rule('deny', undefined, { slug: 'ban', from: '203.0.113.7' }), rule('allow', 443)],
      }),
      given({ ...base, ports: [port(443)] }, [
        firewall({}, [{ action: 'deny', ports: null, transport: 'other', text: 'Anywhere/esp DENY' }, {}]),
      ]),
    ],
  },
  'PORT-002': {
    fires: [
      given({ ...base, firewallRules: [rule('allow', 8080)] }),
      given(base, [firewall({}, [{ ports: '8000:8100' }])]),
      given({ ...base, ports: [port(443)] }, [firewall({}, [{ ports: '443:445' }])]),
      given(base, [firewall({}, [{ ports: null, transport: 'any', text: 'Anywhere ALLOW IN' }])]),
    ],
    holds: [
      given({ ...base, ports: [port(443)], firewallRules: [rule('allow', 443), rule('deny', 25)] }, [
        firewall({}, [{}]),
      ]),
      // Whole interfaces of one's own, and protocols without ports, open no port to everybody.
      given(base, [firewall({}, [{ ports: null, transport: 'any', to: 'anywhere on tailscale0' }])]),
      given(base, [firewall({}, [{ ports: null, transport: 'other', text: 'Anywhere/esp ALLOW IN' }])]),
    ],
  },
  'PORT-003': {
    fires: [
      given({ ...base, ports: [port(443)] }, [seen(8080, 'open')]),
      given(base, [makeFact(seen(6379, 'open'), { vantage: 'outside' })]),
      // Declared for those inside, and open to everybody; declared for later, and open already.
      given({ ...base, ports: [port(6379, { class: 'internal' })] }, [
        makeFact(seen(6379, 'open'), { vantage: 'outside' }),
      ]),
      given({ ...base, ports: [port(9200, { lifecycle: 'planned' })] }, [seen(9200, 'open')]),
      // What the host itself lists, on every address or on one that the inventory declares.
      given(base, [makeFact(socket(8080, '0.0.0.0'), { vantage: 'host' })]),
      given(base, [makeFact(socket(8080, '192.0.2.10'), { vantage: 'host' })]),
      given({ nodes: [makeNode('web', { address: '127.10.1.1' })], links: [] }, [
        makeFact(socket(8080, '127.10.1.1'), { vantage: 'host' }),
      ]),
      given(base, [socket(8080, '127.0.0.1'), socket(8080, '::'), socket(8080, '::1')]),
    ],
    holds: [
      given(base, [socket(5432, '127.0.0.1'), socket(53, '127.0.0.53%lo'), socket(631, '::1')]),
      given(base, [socket(9200, '::ffff:127.0.0.1'), socket(53, '0.0.0.0%lo')]),
      given({ ...base, ports: [port(443)] }, [seen(443, 'open'), seen(8080, 'closed')]),
      given({ ...base, ports: [port(443)] }, [makeFact(seen(443, 'open'), { vantage: 'outside' })]),
    ],
  },
  'PORT-004': {
    fires: [
      given({ ...base, ports: [port(443)] }, [seen(443, 'closed')]),
      given({ ...base, ports: [port(443)] }, [seen(443, 'filtered')]),
      // What one vantage sees open may be shut to another: whichever was stored last.
      given({ ...base, ports: [port(443)] }, [
        makeFact(seen(443, 'filtered'), { vantage: 'outside' }),
        seen(443, 'open'),
      ]),
      // For everybody, and only its own host reaches it.
      given({ ...base, ports: [port(443)] }, [makeFact(socket(443, '127.0.0.1'), { vantage: 'host' })]),
    ],
    holds: [
      given({ ...base, ports: [port(443)] }, [socket(443, '127.0.0.1'), socket(443, '0.0.0.0')]),
      given({ ...base, ports: [port(6379, { class: 'internal' })] }, [socket(6379, '127.0.0.1')]),
      // An internal port that the Internet does not reach is as it should be.
      given({ ...base, ports: [port(6379, { class: 'internal' })] }, [
        seen(6379, 'open'),
        makeFact(seen(6379, 'filtered'), { vantage: 'outside' }),
      ]),
      given({ ...base, ports: [port(443)] }, [seen(443, 'open')]),
      given({ ...base, ports: [port(443)] }),
    ],
  },
  'PORT-005': {
    fires: [given({ ...base, ports: [port(6379, { class: 'internal' })] }, [socket(6379, '0.0.0.0')])],
    holds: [
      given({ ...base, ports: [port(6379, { class: 'internal' })] }, [socket(6379, '127.0.0.1')]),
      given({ ...base, ports: [port(6379, { class: 'internal' })] }, [
        { ...socket(6379, '0.0.0.0'), transport: 'udp' },
      ]),
    ],
    needs: [given({ ...base, ports: [port(6379, { class: 'internal' })] })],
  },
  'PORT-006': {
    fires: [given({ ...base, ports: [port(22)], firewallRules: [rule('allow', 22)] })],
    holds: [
      given({ ...base, ports: [port(22, { sources: ['198.51.100.0/24'] })] }),
      given({ ...base, ports: [port(22)], firewallRules: [rule('allow', 22, { from: '198.51.100.7' })] }),
    ],
  },
  'PORT-007': {
    fires: [given({ ...base, ports: [port(22)], dns: proxied })],
    holds: [given({ ...base, ports: [port(443)], dns: proxied }), given({ ...base, ports: [port(22)] })],
  },
  'PORT-008': {
    fires: [given({ ...base, ports: [port(443)], firewallRules: [rule('allow', 443)] })],
    holds: [
      given({ ...base, firewallRules: [rule('allow', 443, { from: '104.16.0.0/13' })] }),
      given({ nodes, links: [], firewallRules: [rule('allow', 443)] }),
    ],
  },
  'PORT-009': {
    fires: [given({ ...base, ports: [port(6379)] })],
    holds: [given({ ...base, ports: [port(6379, { class: 'internal' }), port(443)] })],
  },
  'PORT-010': {
    fires: [given({ ...base, ports: [port(21)] })],
    holds: [
      given({
        ...base,
        ports: [
          port(21, { compensatingControl: 'a segment of its own' }),
          port(80, { note: 'Redirect to HTTPS' }),
          port(443),
        ],
      }),
    ],
  },
  'PORT-011': {
    fires: [
      given({ ...base, ports: [port(443)] }),
      given({ ...base, ports: [port(443, { ...owned, reviewedAt: '2026-01-01' })] }),
      given({ ...base, ports: [port(443, { ...owned, approvedUntil: '2026-11-20' })] }),
    ],
    holds: [given({ ...base, ports: [port(443, owned)] })],
  },
  'PORT-012': {
    fires: [
      given(base, [firewall({ defaultIncoming: 'allow' })]),
      given(base, [firewall({ logging: 'off' })]),
      given({
        ...base,
        firewalls: [
          { slug: 'fw', defaultIncoming: 'deny', defaultRouted: 'allow', logging: 'low', specifiedIn: ['T'] },
        ],
      }),
    ],
    holds: [given(base, [firewall()])],
    needs: [given({ ...base, firewallRules: [rule('deny')] })],
  },
  'PORT-013': {
    fires: [given(base, [firewall({}, [{}])])],
    holds: [
      given(base, [firewall({}, [{}, { isIpv6: true }])]),
      // An address has one family.
      given(base, [firewall({}, [{ to: '192.0.2.10' }])]),
    ],
    needs: [given({ ...base, firewallRules: [rule('allow', 443)] })],
  },
  'PORT-014': {
    fires: [
      given({ ...base, firewallRules: [rule('deny'), rule('allow', 443)] }),
      given(base, [firewall({}, [{ ports: '1:1000' }, { text: 'narrow' }])]),
    ],
    holds: [
      given({ ...base, firewallRules: [rule('allow', 443), rule('deny')] }),
      given(base, [
        firewall({}, [{ ports: null, transport: 'any', to: 'anywhere on tailscale0' }, { text: 'narrow' }]),
      ]),
      given(base, [firewall({}, [{ to: '192.0.2.10' }, { text: 'of every address' }])]),
      given(base, [firewall({}, [{}, { ports: 'My App', profile: 'My App', text: 'My App ALLOW' }])]),
      given(base, [
        firewall({}, [
          { ports: null, transport: 'other' },
          { ports: null, transport: 'other' },
        ]),
      ]),
    ],
  },
  'PORT-015': {
    fires: [
      given({ ...base, ports: [port(6379, { publishedBy: 'docker' })], firewallRules: [rule('deny')] }),
      given({ ...base, ports: [port(6379)], firewallRules: [rule('deny')] }, [
        socket(6379, '0.0.0.0', 'docker-proxy'),
      ]),
    ],
    holds: [
      given({ ...base, ports: [port(6379)], firewallRules: [rule('deny')] }, [socket(6379, '0.0.0.0')]),
      given({ ...base, ports: [port(6379)], firewallRules: [rule('deny')] }, [
        socket(6379, '127.0.0.1', 'docker-proxy'),
      ]),
    ],
    needs: [given({ ...base, ports: [port(6379)] })],
  },
  'PORT-016': {
    fires: [
      given({
        ...base,
        ports: [port(3000, { class: 'monitoring', targets: ['grafana'] })],
        firewallRules: [rule('deny')],
      }),
    ],
    holds: [
      given({
        nodes,
        links: [...links, makeLink('web', 'grafana', { port: 3000 })],
        ports: [port(3000, { class: 'monitoring', targets: ['grafana'] })],
        firewallRules: [rule('deny')],
      }),
    ],
  },
  'PORT-017': {
    fires: [
      given({
        ...base,
        firewallRules: [rule('allow', 22)],
        firewalls: [{ slug: 'fw', hasFail2ban: false, specifiedIn: ['T'] }],
      }),
    ],
    holds: [
      given({ ...base, firewallRules: [rule('allow', 22, { isRateLimited: true })] }),
      given(base, [firewall({}, [{ action: 'limit', ports: '22' }])]),
    ],
    needs: [given({ ...base, firewallRules: [rule('allow', 22)] })],
  },
  'PORT-018': {
    fires: [
      given({ ...base, ports: [port(443)] }, [
        firewall({}, [{ ports: 'Nginx Full', profile: 'Nginx Full', text: 'Nginx Full ALLOW' }]),
      ]),
      // A profile of one's own, with its ports as the verbose form has them.
      given({ ...base, ports: [port(443)] }, [firewall({}, [{ ports: '443,9443', profile: 'My App' }])]),
    ],
    holds: [
      given({ ...base, ports: [port(443)] }, [
        firewall({}, [{ ports: 'Nginx HTTPS', profile: 'Nginx HTTPS' }]),
      ]),
    ],
  },
})

test('a port by which people come is left out of the matrix alone, however many vantages see it open', () => {
  const estate = {
    nodes: [makeNode('visitors', { kind: 'actor', zone: 'internet' }), ...nodes],
    links: [makeLink('visitors', 'web', { id: 'visit', port: 443 }), makeLink('fw', 'web', { port: 22 })],
    zones: [{ slug: 'internet', name: 'Internet', specifiedIn: ['T'] }],
  }
  const open = (number: number, vantage: Vantage) => makeFact(seen(number, 'open'), { vantage })
  const found = (...facts: ReturnType<typeof open>[]) =>
    (portsRules.find(({ id }) => id === 'PORT-003')?.evaluate(given(estate, facts)) ?? []).map(
      ({ severity, title }) => [severity, title],
    )
  expect(found(open(443, 'outside'), open(443, 'worker'), open(443, 'inside'))).toEqual([
    ['low', 'The port matrix leaves out one open port that the rest of the inventory names'],
  ])
  expect(found(open(22, 'outside'))).toEqual([
    ['critical', 'Port 22/tcp of web is open to the Internet and not declared so'],
  ])
})
