import Cloudflare from 'cloudflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACCOUNT, EdgeFixture, TOKEN, ZONE } from '@/lab/cloudflare/edge-fixture'
import { startEdge } from '@/lab/cloudflare/server'
import { edgeId } from '@/lab/cloudflare/state'

let fixture: EdgeFixture
let client: Cloudflare

beforeAll(async () => {
  fixture = await EdgeFixture.start()
  client = fixture.client()
}, 30_000)

afterAll(() => fixture.stop())

describe('the official SDK works against the stand-in', () => {
  test('the token is verified, a wrong one refused', async () => {
    expect((await client.user.tokens.verify())?.status).toBe('active')
    await expect(fixture.client('wrong').user.tokens.verify()).rejects.toBeInstanceOf(
      Cloudflare.AuthenticationError,
    )
  })

  test('the zone is found by its name, another zone is not to be seen', async () => {
    const zones = await client.zones.list({ name: 'askproai.de' })
    expect(zones.result.map(({ id }) => id)).toEqual([ZONE])
    expect((await client.zones.get({ zone_id: ZONE })).status).toBe('active')
    const stranger = client.zones.get({ zone_id: 'f'.repeat(32) })
    await expect(stranger).rejects.toBeInstanceOf(Cloudflare.PermissionDeniedError)
  })

  test('a setting is read back as it was edited, an impossible value refused', async () => {
    await client.zones.settings.edit('always_use_https', { zone_id: ZONE, value: 'off' })
    expect(await client.zones.settings.get('always_use_https', { zone_id: ZONE })).toMatchObject({
      value: 'off',
    })
    await client.zones.settings.edit('always_use_https', { zone_id: ZONE, value: 'on' })
    const impossible = client.zones.settings.edit('ssl', { zone_id: ZONE, value: 'sideways' })
    await expect(impossible).rejects.toBeInstanceOf(Cloudflare.BadRequestError)
  })

  test('a rate limit rule can be added, switched off and deleted; a dry run keeps nothing', async () => {
    const entrypoint = await client.rulesets.phases.get('http_ratelimit', { zone_id: ZONE })
    const rule = {
      zone_id: ZONE,
      action: 'block' as const,
      ref: 'flood',
      expression: 'http.request.uri.path eq "/flood"',
      ratelimit: {
        characteristics: ['ip.src', 'cf.colo.id'],
        period: 10,
        requests_per_period: 1,
        mitigation_timeout: 10,
      },
    }
    await client.rulesets.rules.create(entrypoint.id, { ...rule, dry_run: true })
    expect(await refsOf('http_ratelimit')).toEqual(['webhook-limit'])
    await client.rulesets.rules.create(entrypoint.id, rule)
    const added = await client.rulesets.phases.get('http_ratelimit', { zone_id: ZONE })
    const id = added.rules.find(({ ref }) => ref === 'flood')?.id ?? ''
    expect([(await fixture.visit('/flood')).status, (await fixture.visit('/flood')).status]).toEqual([
      200, 429,
    ])
    await client.rulesets.rules.edit(id, { ...rule, ruleset_id: entrypoint.id, enabled: false })
    expect((await fixture.visit('/flood')).status).toBe(200)
    await client.rulesets.rules.delete(id, { zone_id: ZONE, ruleset_id: entrypoint.id })
    const after = await client.rulesets.phases.get('http_ratelimit', { zone_id: ZONE })
    expect(Number(after.version)).toBe(Number(entrypoint.version) + 3)
    expect(await refsOf('http_ratelimit')).toEqual(['webhook-limit'])
  })

  test('a rule that the edge could not evaluate is refused', async () => {
    const entrypoint = await client.rulesets.phases.get('http_ratelimit', { zone_id: ZONE })
    const rule = { zone_id: ZONE, action: 'block' as const, expression: 'nonsense here' }
    await expect(client.rulesets.rules.create(entrypoint.id, rule)).rejects.toThrow(/filter parsing error/)
  })

  test('a phase without rules has no entry point', async () => {
    const missing = client.rulesets.phases.get('http_request_firewall_custom', { zone_id: ZONE })
    await expect(missing).rejects.toBeInstanceOf(Cloudflare.NotFoundError)
  })

  test('the load balancer, its pools and their monitor are listed as declared', async () => {
    const balancers = (await client.loadBalancers.list({ zone_id: ZONE })).result
    const pools = (await client.loadBalancers.pools.list({ account_id: ACCOUNT })).result
    const monitors = (await client.loadBalancers.monitors.list({ account_id: ACCOUNT })).result
    expect(balancers[0]?.default_pools).toEqual([edgeId('pool region-1'), edgeId('pool region-2')])
    expect(pools.map(({ name }) => name)).toEqual(['region-1', 'region-2', 'backup-dc'])
    expect(monitors[0]).toMatchObject({ path: '/health', interval: 10, timeout: 5, consecutive_down: 3 })
  })

  test('a pool that is referenced cannot be deleted', async () => {
    const deletion = client.loadBalancers.pools.delete(edgeId('pool region-1'), { account_id: ACCOUNT })
    await expect(deletion).rejects.toThrow(/referenced/)
  })

  test('a DNS record is edited in place, and listed by name and type', async () => {
    const filter = { zone_id: ZONE, type: 'MX' as const, name: { exact: 'askproai.de' } }
    const before = (await client.dns.records.list(filter)).result
    expect(before.map(({ content }) => content)).toEqual(['mx1.smtp.de', 'mx2.smtp.de'])
    const id = before[0]?.id ?? ''
    const edited = {
      zone_id: ZONE,
      name: 'askproai.de',
      type: 'MX' as const,
      content: 'mx3.smtp.de',
      ttl: 300,
      priority: 5,
    }
    await client.dns.records.edit(id, edited)
    expect(await client.dns.records.get(id, { zone_id: ZONE })).toMatchObject({
      content: 'mx3.smtp.de',
      priority: 5,
    })
  })

  test('changes survive a restart', async () => {
    const second = await startEdge(await fixture.config())
    const record = (await fixture.client(TOKEN, second).dns.records.list({ zone_id: ZONE, type: 'MX' }))
      .result
    await second.close()
    expect(record.map(({ content }) => content)).toContain('mx3.smtp.de')
  })

  test('past its allowance the API answers 429 and says when to come back', async () => {
    const stateFile = `${fixture.folder}/limited.json`
    const limited = await startEdge(await fixture.config({ stateFile, callsPerFiveMinutes: 2 }))
    const impatient = fixture.client(TOKEN, limited)
    await impatient.user.tokens.verify()
    await impatient.user.tokens.verify()
    const refused = await impatient.user.tokens.verify().catch((error: unknown) => error)
    await limited.close()
    if (!(refused instanceof Cloudflare.RateLimitError)) throw refused
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(290)
  })
})

async function refsOf(phase: 'http_ratelimit') {
  const { rules } = await client.rulesets.phases.get(phase, { zone_id: ZONE })
  return rules.map(({ ref }) => ref)
}
