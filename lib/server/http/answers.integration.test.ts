import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Endpoint } from '@/lib/core/api/endpoint'
import { AuditNotary } from '@/lib/server/audit/audit-notary'
import { FindingsJob } from '@/lib/server/findings/findings-job'
import { applyInventory } from '@/lib/server/services/inventory/apply-inventory'
import { createTestApi, type TestApi } from '@/lib/testing/api'
import { routes } from './route-registry'

let api: TestApi
let beforeApply: string
let runId: string
let findingId: string

const RUNBOOK = 'ddos-attack'

beforeAll(async () => {
  api = await createTestApi()
  beforeApply = new Date(api.clock.nowMs() - 1000).toISOString()
  const text = readFileSync('inventory/askproai.yaml', 'utf8')
  await applyInventory(api.contextOf(api.people.admin), { text, file: 'askproai.yaml', message: 'test' })
  const { database, log } = api.runtime
  const { privateKey } = generateKeyPairSync('ed25519')
  await new AuditNotary({ database, clock: api.clock, log, key: () => privateKey }).signIfDue()
  const body = { mode: 'rehearsal', reason: 'to read it' }
  const started = await api.call('POST', `/api/v1/runbooks/${RUNBOOK}/runs`, {
    as: api.people.operator,
    body,
  })
  runId = (await started.json()).id
  findingId = await firstFinding()
})
afterAll(() => api.close())

const flow = async () => {
  const { flows } = await (await read('/api/v1/flows')).json()
  return flows[0].slug as string
}

function read(path: string) {
  return api.call('GET', path, { as: api.people.auditor })
}

const json = routes
  .map(({ endpoint }) => endpoint)
  .filter(({ method, contentType, id }) => method === 'GET' && !contentType && id !== 'listUsers')

/** The worker's own job finds it. */
async function firstFinding(): Promise<string> {
  const { database, log } = api.runtime
  const job = new FindingsJob({ database, clock: api.clock, log, auditSigners: [], gatherMs: 0 })
  job.start()
  try {
    return await vi.waitFor(
      async () => (await (await read('/api/v1/findings')).json()).findings[0].id,
      20_000,
    )
  } finally {
    await job.stop()
  }
}

async function parameterOf(path: string): Promise<string> {
  if (path.startsWith('/api/v1/flows')) return flow()
  if (path.startsWith('/api/v1/runbooks')) return RUNBOOK
  if (path.startsWith('/api/v1/findings')) return findingId
  return path.startsWith('/api/v1/runs') ? runId : 'mariadb-primary'
}

/** Of endpoints that can not be asked without. */
function queryOf(id: string): string {
  const queries: Readonly<Record<string, string>> = {
    getWhatIf: 'fail=mariadb-primary',
    getPortHistory: 'cell=nginx-1:443/tcp',
    diffPortScans: `from=${beforeApply}&to=${new Date(api.clock.nowMs()).toISOString()}`,
    readAuditProof: 'seq=1',
    readAuditConsistency: 'from=1',
  }
  return queries[id] ? `?${queries[id]}` : ''
}

async function addressOf({ id, path }: Endpoint): Promise<string> {
  const parameter = await parameterOf(path)
  const filled = path.replace(/\{(slug|id)\}/, parameter).replace('{view}', 'architecture')
  return `${filled}${queryOf(id)}`
}

describe('the specified estate', () => {
  test.each(json)('is answered by $path in the shape that is promised', async (endpoint) => {
    const response = await read(await addressOf(endpoint))
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    endpoint.response.parse(await response.json())
  })

  test('is exported as a file that says the same', async () => {
    const response = await read('/api/v1/inventory/export')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="inventory-1.yaml"')
    const body = { text: await response.text() }
    const planned = await api.call('POST', '/api/v1/inventory/plan', { as: api.people.admin, body })
    expect((await planned.json()).plan.changes).toEqual([])
  })

  test('is exported as a zone file whose records say what is declared', async () => {
    const response = await read('/api/v1/dns/zones/askproai.de/export')
    expect(response.headers.get('content-type')).toBe('text/dns; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="askproai.de.zone"')
    const text = await response.text()
    expect(text).toContain('\n$TTL 300 ; undeclared: servers need one\n')
    expect(text).toContain('\n@ IN CAA 0 issue "letsencrypt.org"\n')
    expect(text).toContain('; No SOA is declared, and none was seen')
    expect((await read('/api/v1/dns/zones/example.org/export')).status).toBe(404)
  })

  test('shows in one view its nodes and the links between them alone', async () => {
    const { nodes, links } = await (await read('/api/v1/topology?view=architecture')).json()
    const shown = new Set(nodes.map(({ slug }: { slug: string }) => slug))
    expect(nodes.length).toBeGreaterThan(5)
    expect(
      links.every(
        (link: { source: string; target: string }) => shown.has(link.source) && shown.has(link.target),
      ),
    ).toBe(true)
  })

  test('did not exist before it was applied', async () => {
    expect((await read(`/api/v1/topology?at=${beforeApply}`)).status).toBe(404)
  })
})

describe('the audit, page by page', () => {
  test('gives every entry once, newest first, though more come meanwhile', async () => {
    for (let made = 0; made < 7; made += 1) {
      const token = { name: `t${made}`, role: 'auditor', expiresInDays: 1 }
      await api.call('POST', '/api/v1/tokens', { as: api.people.auditor, body: token })
    }
    const seen: number[] = []
    let next: number | null = null
    do {
      const path: string = `/api/v1/audit?limit=3${next === null ? '' : `&before=${next}`}`
      const page = await (await read(path)).json()
      seen.push(...page.entries.map(({ id }: { id: number }) => id))
      next = page.nextBefore
      const token = { name: 'meanwhile', role: 'auditor', expiresInDays: 1 }
      await api.call('POST', '/api/v1/tokens', { as: api.people.auditor, body: token })
    } while (next !== null)
    expect(seen).toEqual([...seen].sort((one, other) => other - one))
    expect(new Set(seen).size).toBe(seen.length)
    // The inventory, the run, the seven tokens, and two readings of the log: what came meanwhile is newer than the first page.
    expect(seen.length).toBe(11)
  })
})

describe('what cannot be answered', () => {
  test.each([
    ['GET', '/api/v1/nope', 404],
    ['GET', '/api/elsewhere', 404],
    ['DELETE', '/api/v1/topology', 405],
    ['GET', '/api/v1/nodes/not-there', 404],
    ['GET', '/api/v1/nodes/Not%20A%20Slug', 400],
    ['GET', '/api/v1/topology?view=not-there', 404],
    ['GET', '/api/v1/topology?unknown=1', 400],
    ['GET', '/api/v1/topology?at=yesterday', 400],
    ['GET', '/api/v1/what-if?fail=not-there', 404],
    ['GET', '/api/v1/nodes/nginx-1/history?hours=0', 400],
  ])('%s %s is a problem with status %d', async (method, path, status) => {
    const response = await api.call(method, path, { as: api.people.auditor })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status, requestId: response.headers.get('x-request-id') })
  })

  test('a body that is too large is refused before it is read whole', async () => {
    const body = { name: 'x'.repeat(1_100_000) }
    const response = await api.call('POST', '/api/v1/tokens', { as: api.people.auditor, body })
    expect(response.status).toBe(413)
  })

  test('an inventory that is wrong is refused with each line and remedy', async () => {
    const body = { text: 'version: 1\nestate: {}\n' }
    const response = await api.call('POST', '/api/v1/inventory/plan', { as: api.people.admin, body })
    const { problems } = await response.json()
    expect(response.status).toBe(400)
    expect(problems[0]).toMatchObject({ path: expect.any(String), line: expect.any(Number) })
  })

  test('more changes in a minute than people make are refused, with the time to wait', async () => {
    api.clock.advance(60_000 - (api.clock.nowMs() % 60_000))
    const change = () => api.call('PUT', '/api/v1/layouts/none', { as: api.people.commander, body: {} })
    const answers = await Promise.all(Array.from({ length: 150 }, change))
    const slowed = answers.filter(({ status }) => status === 429)
    expect(slowed.length).toBeGreaterThan(0)
    expect(Number(slowed[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
