import type Cloudflare from 'cloudflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EdgeFixture, ZONE } from '@/lab/cloudflare/edge-fixture'

let fixture: EdgeFixture
let client: Cloudflare

beforeAll(async () => {
  fixture = await EdgeFixture.start()
  client = fixture.client()
}, 30_000)

afterAll(() => fixture.stop())

describe('the edge', () => {
  test('visits go round both regions for /health, and stay with one for everything else', async () => {
    const round = [await fixture.visit('/health'), await fixture.visit('/health')].map(({ origin }) => origin)
    expect(round.toSorted()).toEqual(['nginx-1', 'nginx-2'])
    const stays = new Set([
      (await fixture.visit('/')).origin,
      (await fixture.visit('/')).origin,
      (await fixture.visit('/')).origin,
    ])
    expect(stays.size).toBe(1)
  })

  test('the origin learns the visitor’s address from the edge, whatever the visitor claims', async () => {
    const { body } = await fixture.visit('/', { 'cf-connecting-ip': '8.8.8.8', 'x-forwarded-for': '8.8.8.8' })
    expect(JSON.parse(body)).toMatchObject({
      connectingIp: '127.0.0.1',
      forwardedFor: '127.0.0.1',
      proto: 'https',
    })
  })

  test('every answer carries a ray, and the edge answers its trace without any origin', async () => {
    expect((await fixture.visit('/')).headers['cf-ray']).toMatch(/^[0-9a-f]{16}-LAB$/)
    expect((await fixture.visit('/cdn-cgi/trace')).body).toContain('colo=LAB')
  })

  test('plain HTTP is redirected', async () => {
    const { status, headers } = await fixture.visitPlain('/path?x=1')
    expect([status, headers.location]).toEqual([301, 'https://askproai.de/path?x=1'])
  })

  test('Under Attack challenges pages, not webhooks; with clearance the page comes', async () => {
    await client.zones.settings.edit('security_level', { zone_id: ZONE, value: 'under_attack' })
    const challenged = await fixture.visit('/')
    expect([challenged.status, challenged.headers['cf-mitigated']]).toEqual([403, 'challenge'])
    expect((await fixture.visit('/api/webhook/stripe')).status).toBe(200)
    const pass = await fixture.visit('/cdn-cgi/challenge-platform/pass', {}, 'POST')
    const cookie = pass.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    expect((await fixture.visit('/', { cookie })).status).toBe(200)
    expect((await fixture.visit('/', { cookie: `${cookie}0` })).status).toBe(403)
    await client.zones.settings.edit('security_level', { zone_id: ZONE, value: 'medium' })
    expect((await fixture.visit('/')).status).toBe(200)
  })

  test('a disabled pool gets no visitors, and the pool says why an origin is down', async () => {
    await fixture.setPool('region-1', false)
    const served = new Set(
      [await fixture.visit('/health'), await fixture.visit('/health')].map(({ origin }) => origin),
    )
    expect([...served]).toEqual(['nginx-2'])
    await fixture.setPool('region-1', true)
    const health = await fixture.poolHealth('region-1')
    expect(health.pop_health?.healthy).toBe(true)
  })

  test('a dead origin is 521, one with a certificate for another name 526', async () => {
    await fixture.setPool('region-1', false)
    await fixture.stopOrigin('nginx-2')
    expect((await fixture.visit('/')).status).toBe(521)
    await fixture.startOrigin('nginx-2', 'nginx-1.wrong-name.crt', 'nginx-1')
    expect((await fixture.visit('/')).status).toBe(526)
    await fixture.stopOrigin('nginx-2')
    await fixture.startOrigin('nginx-2')
    expect((await fixture.visit('/')).status).toBe(200)
    await fixture.setPool('region-1', true)
  })
})
