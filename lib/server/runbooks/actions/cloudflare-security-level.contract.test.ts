import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  cloudflareApiAddress,
  cloudflareContext,
  cloudflareOfLab,
  throughPort,
} from '@/lib/testing/cloudflare-lab'
import { type Mishap, startFailingProxy } from '@/lib/testing/failing-proxy'
import { ensureLab } from '@/lib/testing/lab'
import { cloudflareSecurityLevelAction as action } from './cloudflare-security-level.action'

const attack = action.settings.parse({ level: 'under_attack', exempt: ['/api/*', '/health'] })
const leave = action.settings.parse({ level: 'previous' })
let close: (() => Promise<void>) | undefined

beforeAll(ensureLab)
afterEach(async () => {
  await close?.()
  close = undefined
  const { api, zone } = cloudflareOfLab()
  await action.execute({ ...leave, level: 'medium' }, cloudflareContext())
  const rules = await api.rulesets.phases.get('http_config_settings', zone)
  const ours = rules.rules?.filter(({ ref }) => ref?.startsWith('switchyard-') || ref === 'foreign') ?? []
  for (const { id = '' } of ours) await api.rulesets.rules.delete(id, { ...zone, ruleset_id: rules.id })
})

async function proxied(mishapOf: (method: string, path: string, count: number) => Mishap | undefined) {
  const proxy = await startFailingProxy(cloudflareApiAddress, mishapOf)
  close = proxy.close
  return { proxy, context: cloudflareContext(throughPort(proxy.port)) }
}

async function setLevel(value: string) {
  const { api, zone } = cloudflareOfLab()
  await api.zones.settings.edit('security_level', { ...zone, value })
}

async function levelNow() {
  const { api, zone } = cloudflareOfLab()
  return Object(await api.zones.settings.get('security_level', zone)).value
}

function outcomes(checks: readonly { readonly key: string; readonly outcome: string }[]) {
  return Object.fromEntries(checks.map(({ key, outcome }) => [key, outcome]))
}

describe('Under Attack mode', () => {
  it('is on within two seconds, for a visitor at the edge; API and webhooks are let out', async () => {
    const context = cloudflareContext()
    const startedMs = performance.now()
    await action.execute(attack, context)
    const checks = await action.verify(attack, context)
    expect(performance.now() - startedMs).toBeLessThan(2_000)
    expect(outcomes(checks)).toEqual({
      level: 'passed',
      'visit-home': 'passed',
      'visit-api': 'passed',
      'visit-health': 'passed',
    })
  })

  it('is left to the level that was there before, by a run that knows nothing of the first', async () => {
    await setLevel('high')
    await action.execute(attack, cloudflareContext())
    const later = cloudflareContext()
    expect((await action.describe(leave, later)).summary).toContain('from under_attack to high')
    await action.execute(leave, later)
    expect(await levelNow()).toBe('high')
    expect(outcomes(await action.verify(leave, later))).toEqual({ level: 'passed', 'visit-home': 'passed' })
  })

  it('repeated after a crash notes the first level, not Under Attack itself', async () => {
    await setLevel('low')
    const context = cloudflareContext()
    await action.execute(attack, context)
    const again = await action.execute(attack, cloudflareContext({}, { memory: context.memory }))
    expect(again.changed).toBe(false)
    await action.undo?.(attack, cloudflareContext({}, { memory: context.memory }))
    expect(await levelNow()).toBe('low')
  })

  it('a leave that is taken back brings the challenge and the exemption back with it', async () => {
    await setLevel('high')
    await action.execute(attack, cloudflareContext())
    const later = cloudflareContext()
    await action.execute(leave, later)
    await action.undo?.(leave, later)
    expect(outcomes(await action.verify(attack, cloudflareContext()))).toMatchObject({
      level: 'passed',
      'visit-home': 'passed',
      'visit-api': 'passed',
    })
    await action.execute(leave, cloudflareContext())
    expect(await levelNow()).toBe('high')
  })

  it('is not left to a guess: with nothing noted the preflight fails and says what to do', async () => {
    await setLevel('under_attack')
    const checks = await action.preflight(leave, cloudflareContext())
    expect(checks).toContainEqual(
      expect.objectContaining({
        key: 'level-known',
        outcome: 'failed',
        reason: expect.stringContaining('choose'),
      }),
    )
    const chosen = cloudflareContext({}, { parameters: { level: 'low' } })
    await action.execute(leave, chosen)
    expect(await levelNow()).toBe('low')
  })

  it('changes nothing once the run is lost to another worker', async () => {
    const lost = cloudflareContext(
      {},
      {
        onAct: () => {
          throw new Error('lost')
        },
      },
    )
    await expect(action.execute(attack, lost)).rejects.toThrow('lost')
    expect(await levelNow()).toBe('medium')
  })
})

describe('the preflight of Under Attack mode', () => {
  it('lists the rules that override it', async () => {
    const checks = await action.preflight(attack, cloudflareContext())
    const overrides = checks.find(({ key }) => key === 'overrides')
    expect(overrides).toMatchObject({
      outcome: 'warning',
      reason: 'one rule keeps Under Attack out of some paths',
    })
    expect(overrides?.evidence[0]?.label).toBe('configuration rule webhooks-unchallenged')
  })

  it.each([
    ['a configuration rule', 'the configuration rule foreign sets high everywhere'],
    ['a page rule', 'sets high everywhere'],
  ])('fails where %s would make it do nothing', async (kind, reason) => {
    const undo = await (kind === 'a page rule' ? addPageRule() : addConfigurationRule())
    const checks = await action.preflight(attack, cloudflareContext())
    await undo()
    const found = checks.find(({ key }) => key === 'overrides')
    expect(found?.outcome).toBe('failed')
    expect(found?.reason).toContain(reason)
  })

  it('fails with a token that may only read, and such a token changes nothing', async () => {
    const context = cloudflareContext({ token: 'file:lab/secrets/cloudflare-token-read' })
    const [checked] = await action.preflight(attack, context)
    expect(checked).toMatchObject({
      outcome: 'failed',
      reason: 'the token lacks the permission zone_settings:edit',
    })
    await expect(action.execute(attack, context)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await levelNow()).toBe('medium')
  })

  it('fails with a token that is refused', async () => {
    const context = cloudflareContext({ token: 'file:lab/secrets/redis' })
    const [checked] = await action.preflight(attack, context)
    expect(checked?.outcome).toBe('failed')
    expect(checked?.reason).toContain('the token is refused')
  })
})

describe('a Cloudflare API that fails', () => {
  it('429 is told with the time to wait', async () => {
    const { context } = await proxied((method) =>
      method === 'PATCH' ? { status: 429, headers: { 'retry-after': '1' } } : undefined,
    )
    await expect(action.execute(attack, context)).rejects.toMatchObject({
      code: 'too-many-requests',
      retryAfterSeconds: 1,
    })
    expect(await levelNow()).toBe('medium')
  })

  it('one 5xx is tried again, and works', async () => {
    let failures = 0
    const { context } = await proxied((method) =>
      method === 'PATCH' && failures++ === 0 ? { status: 503 } : undefined,
    )
    await action.execute(attack, context)
    expect(await levelNow()).toBe('under_attack')
  })

  it('5xx that stays is an error after two tries, not sixty seconds', async () => {
    const { context, proxy } = await proxied((method) => (method === 'PATCH' ? { status: 500 } : undefined))
    await expect(action.execute(attack, context)).rejects.toMatchObject({ code: 'unavailable' })
    expect(proxy.seen.filter((line) => line.startsWith('PATCH'))).toHaveLength(2)
  })

  it('an answer that is lost is read back: what was done counts as done', async () => {
    const { context } = await proxied((method) => (method === 'PATCH' ? 'lost' : undefined))
    expect((await action.execute(attack, context)).changed).toBe(true)
    expect(await levelNow()).toBe('under_attack')
  })

  it('silence ends at the time-out, in words', async () => {
    const { context } = await proxied(() => 'hang')
    const [checked] = await action.preflight(attack, context)
    expect(checked).toMatchObject({
      outcome: 'unknown',
      reason: 'Cloudflare: reading the zone: no answer in time',
    })
  })

  it('our own budget ends before theirs', async () => {
    const context = cloudflareContext({ requestsPerFiveMinutes: 10 })
    const asked = Array.from({ length: 11 }, () => action.describe(attack, context))
    await expect(Promise.all(asked)).rejects.toMatchObject({
      code: 'too-many-requests',
      message: expect.stringContaining('our own budget'),
    })
  })
})

async function addConfigurationRule() {
  const { api, zone } = cloudflareOfLab()
  const { id } = await api.rulesets.phases.get('http_config_settings', zone)
  await api.rulesets.rules.create(id, {
    ...zone,
    action: 'set_config',
    ref: 'foreign',
    expression: 'true',
    action_parameters: { security_level: 'high' },
  })
  return () => Promise.resolve()
}

async function addPageRule() {
  const { api, zone } = cloudflareOfLab()
  const rule = await api.pageRules.create({
    ...zone,
    status: 'active',
    priority: 1,
    targets: [{ target: 'url', constraint: { operator: 'matches', value: '*askproai.de/*' } }],
    actions: [{ id: 'security_level', value: 'high' }],
  })
  const { id } = Object(rule)
  return async () => void (await api.pageRules.delete(id, zone))
}
