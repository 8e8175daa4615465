import { type Inventory, inventorySchema } from '@/lib/core/inventory/inventory'
import type { NodeKind } from '@/lib/core/inventory/node'

interface Size {
  readonly nodes: number
  readonly links: number
  readonly records: number
}

const kinds: readonly NodeKind[] = [
  'web-server',
  'application',
  'worker',
  'database',
  'cache',
  'exporter',
  'object-storage',
  'firewall',
]
const specifiedIn = ['Bench']

/** An estate like a real one, many times over: sites of web servers, applications, stores, with their ports and records. */
export function largeInventory({ nodes, links, records }: Size): Inventory {
  return inventorySchema.parse({
    version: 1,
    estate: { slug: 'large', name: 'Large estate', environment: 'bench' },
    zones: [{ slug: 'dmz', name: 'DMZ', specifiedIn }],
    regions: Array.from({ length: 20 }, (_, index) => ({
      slug: `region-${index}`,
      name: `Region ${index}`,
      specifiedIn,
    })),
    groups: [],
    nodes: Array.from({ length: nodes }, (_, index) => node(index)),
    links: Array.from({ length: links }, (_, index) => link(index, nodes)),
    views: [],
    ports: Array.from({ length: 500 }, (_, index) => port(index, nodes)),
    firewallRules: Array.from({ length: 500 }, (_, index) => ({
      slug: `rule-${index}`,
      node: slugOf(index * 8 + 7),
      action: index % 3 === 0 ? 'deny' : 'allow',
      ...(index % 3 === 0 ? {} : { port: 1_000 + index }),
      specifiedIn,
    })),
    dns: {
      zone: 'example.org',
      server: slugOf(0),
      records: [
        { slug: 'spf', type: 'TXT', name: '@', stated: 'v=spf1 include:_spf.example.net -all', specifiedIn },
        {
          slug: 'dmarc',
          type: 'TXT',
          name: '_dmarc',
          stated: 'v=DMARC1; p=quarantine; rua=mailto:a@example.org',
          specifiedIn,
        },
        ...Array.from({ length: records - 2 }, (_, index) => record(index)),
      ],
    },
    alerts: Array.from({ length: 200 }, (_, index) => ({
      slug: `alert-${index}`,
      category: 'infrastructure',
      stated: `Alert ${index}`,
      metric: 'CPU usage',
      comparator: '>',
      threshold: 80,
      unit: 'percent',
      expr: `rate(node_cpu_seconds_total{job="node-${index % 20}"}[5m]) > 0.${index + 10}`,
      specifiedIn,
    })),
    monitoring: {
      scrapes: Array.from({ length: 20 }, (_, index) => ({
        slug: `node-${index}`,
        nodes: [slugOf(index)],
        exporter: 'node_exporter',
        intervalSeconds: 15,
        specifiedIn,
      })),
    },
  })
}

function slugOf(index: number): string {
  return `node-${index}`
}

function node(index: number) {
  return {
    slug: slugOf(index),
    name: `Node ${index}`,
    kind: kinds[index % kinds.length],
    zone: 'dmz',
    region: `region-${index % 20}`,
    address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    probes: [{ key: 'tcp', kind: 'tcp', settings: { host: '127.0.0.1', port: 80 } }],
    specifiedIn,
  }
}

function link(index: number, nodes: number) {
  const source = index % nodes
  const target = (source * 31 + 17 + Math.floor(index / nodes)) % nodes
  const kind = index % 11 === 0 ? 'metrics' : index % 13 === 0 ? 'replication' : 'traffic'
  return {
    id: `link-${index}`,
    source: slugOf(source),
    target: slugOf(target === source ? (target + 1) % nodes : target),
    kind,
    port: 1_000 + (index % 60_000),
    specifiedIn,
  }
}

function port(index: number, nodes: number) {
  const targets = [0, 1, 2, 3].map((offset) => slugOf((index * 16 + offset) % nodes))
  return {
    slug: `port-${index}`,
    port: 1_000 + index,
    class: index % 4 === 0 ? 'external' : 'internal',
    service: 'HTTP',
    targets,
    specifiedIn,
  }
}

function record(index: number) {
  const name = `host-${Math.floor(index / 2)}`
  if (index % 10 === 0)
    return {
      slug: `record-${index}`,
      type: 'CNAME',
      name: `alias-${index}`,
      stated: 'host-1.example.org',
      specifiedIn,
    }
  return index % 2 === 0
    ? {
        slug: `record-${index}`,
        type: 'A',
        name,
        stated: `203.${index >> 8}.113.${index & 255}`,
        specifiedIn,
      }
    : { slug: `record-${index}`, type: 'AAAA', name, stated: `2001:db9::${index.toString(16)}`, specifiedIn }
}
