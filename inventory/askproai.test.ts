import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { messagesOf } from '@/lib/core/inventory/flow'
import { inventorySchema } from '@/lib/core/inventory/inventory'
import { inventoryThings } from '@/lib/core/inventory/inventory-things'
import * as facts from './askproai-facts'

const inventory = inventorySchema.parse(parse(readFileSync('inventory/askproai.yaml', 'utf8')))
const nodes = new Map(inventory.nodes.map((node) => [node.slug, node]))

function endsOf(link: { source: string; target: string; kind: string }): string {
  return `${link.source} → ${link.target} (${link.kind})`
}

test.each(Object.entries(facts.arrows))('every arrow of %s is a link that says so', (section, arrows) => {
  const declared = inventory.links.filter((link) => link.specifiedIn.includes(section)).map(endsOf)
  const expected = arrows.map(([source, target, kind]) => endsOf({ source, target, kind }))
  expect(expected.filter((arrow) => !declared.includes(arrow))).toEqual([])
})

test('no two links are the same arrow, and none is drawn in no diagram', () => {
  const declared = inventory.links.map(endsOf)
  const drawn = [...Object.values(facts.arrows), facts.arrowsInDetail].flatMap((arrows) =>
    arrows.map(([source, target, kind]) => endsOf({ source, target, kind })),
  )
  expect(new Set(declared).size).toBe(declared.length)
  expect(declared.filter((link) => !drawn.includes(link))).toEqual([])
})

test('each database that follows another is linked to it, so that its failure is put down to its primary', () => {
  const replicas = inventory.nodes.filter((node) =>
    node.probes.some((probe) => probe.kind === 'mariadb' && probe.settings.role === 'replica'),
  )
  expect(replicas.map((node) => node.slug)).toEqual(['mariadb-replica', 'backup-mariadb'])
  const links = inventory.links.map(endsOf)
  for (const { slug } of replicas) expect(links).toContain(`mariadb-primary → ${slug} (replication)`)
})

test('the load balancer gives half of the traffic to each region', () => {
  const weighted = inventory.links.filter((link) => link.weight !== undefined)
  expect(weighted.map((link) => [link.source, link.target, link.weight])).toEqual([
    ['cloudflare', 'nginx-1', 50],
    ['cloudflare', 'nginx-2', 50],
  ])
})

test.each(Object.entries(facts.zones))('the zone %s holds its nodes', (zone, slugs) => {
  expect(slugs.map((slug) => [slug, nodes.get(slug)?.zone])).toEqual(slugs.map((slug) => [slug, zone]))
})

test.each(Object.entries(facts.regions))('%s holds its nodes', (region, slugs) => {
  const inside = inventory.nodes.filter((node) => node.region === region).map((node) => node.slug)
  expect(inside).toEqual(slugs)
})

test('the port matrix is there, row by row', () => {
  const rows = inventory.ports.map((port) => [
    port.port,
    port.class,
    port.service,
    port.note,
    port.targets,
    port.transport,
  ])
  expect(rows).toEqual(facts.ports.map((row) => [...row, 'tcp']))
})

test('the firewall allows 443 and 22 and denies all others', () => {
  expect(inventory.firewallRules.map((rule) => [rule.node, rule.action, rule.port])).toEqual([
    ['firewall', 'allow', 443],
    ['firewall', 'allow', 22],
    ['firewall', 'deny', undefined],
  ])
})

test('every DNS record is there as stated', () => {
  const records = inventory.dns?.records.map((record) => [record.type, record.name, record.stated])
  expect(records).toEqual(facts.dnsRecords)
  expect(inventory.dns).toMatchObject({ zone: 'askproai.de', server: 'dns' })
})

test('what the DNS probe compares with is what the DNS section declares', () => {
  const declared = new Map<string, string[]>()
  for (const { type, name, stated, value } of inventory.dns?.records ?? []) {
    const key = `${name === '@' ? 'askproai.de' : `${name}.askproai.de`} ${type}`
    declared.set(key, [...(declared.get(key) ?? []), value ?? stated])
  }
  const probe = nodes.get('dns')?.probes.find((each) => each.kind === 'dns')
  const compared = probe?.settings.records
  expect(compared).toEqual(
    [...declared].map(([key, values]) => ({ name: key.split(' ')[0], type: key.split(' ')[1], values })),
  )
})

test('the certificate chain leads from the root to the domain', () => {
  const { certificates } = inventory.tls
  expect(certificates.map(({ title, subject }) => [title, subject])).toEqual(facts.certificateChain)
  expect(certificates.map(({ issuer }) => issuer)).toEqual([
    undefined,
    certificates[0]?.slug,
    certificates[1]?.slug,
  ])
  expect(inventory.tls.settings.map((setting) => setting.stated)).toEqual(facts.tlsSettings)
})

test('every TLS hop is there with protocol, certificate, encryption and mode as stated', () => {
  expect(inventory.tls.hops).toMatchObject(facts.tlsHops)
  expect(inventory.tls.hops).toHaveLength(facts.tlsHops.length)
})

test('the load balancer checks, distributes and fails over as specified', () => {
  expect(inventory.traffic?.loadBalancer).toMatchObject({
    node: 'cloudflare',
    healthCheck: { path: '/health', intervalSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    method: 'Round Robin',
    session: 'IP Hash (Sticky)',
    failover: 'Automatic',
  })
  const rules = inventory.traffic?.rules.map((rule) => [rule.path, rule.backend, rule.weight])
  expect(rules).toEqual(facts.trafficRules)
})

test.each(Object.entries(facts.alerts))(
  'every %s alert is there with its threshold and window',
  (category, rows) => {
    const alerts = inventory.alerts.filter((alert) => alert.category === category)
    expect(alerts.map((alert) => [alert.stated, alert.threshold, alert.windowSeconds])).toEqual(rows)
    expect(alerts.every((alert) => alert.notify.join() === 'slack,email')).toBe(true)
  },
)

test('the response time alert is about the 95th percentile', () => {
  expect(inventory.alerts.find((alert) => alert.slug === 'response-time')?.percentile).toBe(95)
})

test('the HTTP request flow has every message of the diagram, in order', () => {
  const flow = inventory.flows.find((each) => each.slug === 'http-request')
  const messages = messagesOf(flow?.steps ?? []).map(({ from, to, text }) => [from, to, text])
  expect(messages).toEqual(facts.httpRequestMessages)
})

test('the webhook flow passes every control, then goes sync or async', () => {
  const flow = inventory.flows.find((each) => each.slug === 'webhook')
  const controls = messagesOf(flow?.steps ?? []).flatMap((message) => message.control ?? [])
  expect(controls).toEqual(facts.webhookControls)
  expect(flow?.steps[0]).toMatchObject({ limit: { count: 100, perSeconds: 60 } })
  const last = flow?.steps.at(-1)
  const branches = last?.type === 'alternatives' ? last.branches.map((branch) => branch.when) : []
  expect(branches).toEqual(['Sync', 'Async'])
})

test('every recovery scenario is there with its steps and its objective', () => {
  const scenarios = inventory.disasterRecovery.scenarios.map((each) => [
    each.name,
    each.rtoStated,
    each.rtoSeconds,
    each.steps,
  ])
  expect(scenarios).toEqual(facts.scenarios)
})

test('the views have the slugs that pages link to, and each can be read at a glance', () => {
  expect(inventory.views.map((view) => view.slug)).toEqual([
    'architecture',
    'zones',
    'ha',
    'monitoring',
    'dr',
  ])
  for (const view of inventory.views) {
    expect(view.nodes === 'all' ? Infinity : view.nodes.length, view.slug).toBeLessThanOrEqual(24)
  }
})

test('every part names a section of the specification that there is', () => {
  const named = inventoryThings(inventory).flatMap(({ slug, value }) => {
    const sections = Array.isArray(value.specifiedIn) ? value.specifiedIn : []
    return sections.map((section) => [slug, section])
  })
  expect(named.filter(([, section]) => !facts.sections.includes(section))).toEqual([])
  for (const { subject, statements } of inventory.contradictions) {
    const unknown = statements.filter(({ section }) => !facts.sections.some((known) => known === section))
    expect(unknown, subject).toEqual([])
  }
})

test.each([
  'port-80',
  'internal-ports-local-only',
  'certificate-issuer',
  'caa-issuer',
  'ocsp-stapling',
  'distribution-algorithm',
])('the contradiction %s is kept with both statements, and nothing is chosen', (slug) => {
  const contradiction = inventory.contradictions.find((each) => each.slug === slug)
  expect(contradiction).toMatchObject({ kind: 'contradiction' })
  expect(contradiction?.statements.length).toBeGreaterThanOrEqual(2)
  expect(contradiction?.reading).toBeUndefined()
})

test('a node without probes of its own says why, or rolls up its members, or is planned', () => {
  const silent = inventory.nodes.filter((node) => node.probes.length === 0)
  const unexplained = silent.filter(
    (node) => !node.unobserved && !node.rollsUp && node.lifecycle !== 'planned',
  )
  expect(unexplained.map((node) => node.slug)).toEqual([])
})

test('a probe of a node looks at that node alone; only probes of links look elsewhere', () => {
  const throughOthers: Readonly<Record<string, readonly string[]>> = {
    cloudflare: ['127.10.0.11'],
    'redis-cluster': [1, 2, 3, 4, 5, 6].map((n) => `127.10.3.2${n}`),
    'worker-1': [1, 2, 3, 4, 5, 6].map((n) => `127.10.3.2${n}`),
    'worker-2': [1, 2, 3, 4, 5, 6].map((n) => `127.10.3.2${n}`),
  }
  const strays = inventory.nodes.flatMap((node) =>
    node.probes
      .filter((probe) => (probe.observesLinks ?? []).length === 0)
      .map((probe) => ({ probe: `${node.slug}/${probe.key}`, host: probe.settings.host }))
      .filter(({ host }) => typeof host === 'string' && host !== node.address)
      .filter(({ host }) => !throughOthers[node.slug]?.includes(String(host))),
  )
  expect(strays).toEqual([])
})
