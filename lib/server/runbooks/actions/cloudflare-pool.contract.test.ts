import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { cloudflareApiAddress, cloudflareContext, throughPort } from '@/lib/testing/cloudflare-lab'
import { startFailingProxy } from '@/lib/testing/failing-proxy'
import { ensureLab } from '@/lib/testing/lab'
import { cloudflarePoolAction as action } from './cloudflare-pool.action'

const toRegionTwo = action.settings.parse({
  pools: [{ name: 'region-1', enabled: false }],
  servedBy: { hosts: ['php-2'] },
})
const asDeclared = action.settings.parse({
  pools: [
    { name: 'region-1', enabled: true, weight: 0.5 },
    { name: 'region-2', enabled: true, weight: 0.5 },
    { name: 'backup-dc', enabled: true },
  ],
})

async function serveAsDeclared(): Promise<void> {
  await action.execute(asDeclared, cloudflareContext())
}

beforeAll(async () => {
  await ensureLab()
  await serveAsDeclared()
})
afterEach(serveAsDeclared)

function outcomeOf(checks: readonly { readonly key: string; readonly outcome: string }[], key: string) {
  return checks.find((check) => check.key === key)?.outcome
}

describe('switching pools at Cloudflare', () => {
  it('sends every visitor to the other region, seen at the edge; the undo brings the pool back', async () => {
    const context = cloudflareContext()
    expect(outcomeOf(await action.preflight(toRegionTwo, context), 'somebody-serves')).toBe('passed')
    expect((await action.execute(toRegionTwo, context)).summary).toBe('pool region-1 off')
    const checks = await action.verify(toRegionTwo, context)
    expect(checks.map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
    expect(checks[1]?.evidence[0]?.value).toBe('php-2, php-2, php-2, php-2')
    await action.undo?.(toRegionTwo, context)
    expect(await action.verify(asDeclared, context)).toMatchObject([{ outcome: 'passed' }])
  })

  it('with both regions off the backup datacentre serves', async () => {
    const both = action.settings.parse({
      pools: [
        { name: 'region-1', enabled: false },
        { name: 'region-2', enabled: false },
      ],
      servedBy: { hosts: ['backup-php'] },
    })
    const context = cloudflareContext()
    await action.execute(both, context)
    expect(await action.verify(both, context)).toMatchObject([{ outcome: 'passed' }, { outcome: 'passed' }])
  })

  it('weights are set, and put back by the undo', async () => {
    const weights = action.settings.parse({ pools: [{ name: 'region-1', weight: 0.1 }] })
    const context = cloudflareContext()
    expect((await action.describe(weights, context)).summary).toContain('from 0.5 to 0.1')
    await action.execute(weights, context)
    expect(await action.verify(weights, context)).toMatchObject([{ outcome: 'passed' }])
    await action.undo?.(weights, context)
    expect((await action.execute(asDeclared, context)).changed).toBe(false)
  })

  it('the way back restores the weights that the run before it noted, whatever its own file gives', async () => {
    const uneven = action.settings.parse({ pools: [{ name: 'region-1', weight: 0.8 }] })
    await action.execute(uneven, cloudflareContext())
    const earlier = cloudflareContext()
    await action.execute(toRegionTwo, earlier)
    const back = { ...asDeclared, weights: 'previous' } as const
    const context = cloudflareContext({}, { before: earlier.memory })
    await action.execute(back, context)
    expect(await action.verify(back, context)).toMatchObject([{ outcome: 'passed' }])
    expect(await action.verify(uneven, context)).toMatchObject([{ outcome: 'passed' }])
  })

  it('repeated it changes nothing, and still knows what was before', async () => {
    const context = cloudflareContext()
    await action.execute(toRegionTwo, context)
    const again = cloudflareContext({}, { memory: context.memory })
    expect((await action.execute(toRegionTwo, again)).changed).toBe(false)
    await action.undo?.(toRegionTwo, again)
    expect((await action.execute(asDeclared, again)).changed).toBe(false)
  })

  it('is refused when nobody would be left to serve', async () => {
    const all = action.settings.parse({
      pools: ['region-1', 'region-2', 'backup-dc'].map((name) => ({ name, enabled: false })),
    })
    expect(outcomeOf(await action.preflight(all, cloudflareContext()), 'somebody-serves')).toBe('failed')
  })

  it('names a pool that is not there', async () => {
    const wrong = action.settings.parse({ pools: [{ name: 'region-9', enabled: false }] })
    const checks = await action.preflight(wrong, cloudflareContext())
    expect(checks.at(-1)).toMatchObject({ outcome: 'failed', reason: 'there is no pool region-9' })
  })

  it('a visitor who is served elsewhere fails the verification', async () => {
    const wrong = action.settings.parse({
      ...toRegionTwo,
      servedBy: { hosts: ['backup-php'], withinSeconds: 1 },
    })
    const context = cloudflareContext()
    await action.execute(wrong, context)
    const [, served] = await action.verify(wrong, context)
    expect(served).toMatchObject({ outcome: 'failed', reason: 'a visitor was served by php-2' })
  })

  it.each([
    ['too-many-requests', { status: 429, headers: { 'retry-after': '1' } }],
    ['unavailable', { status: 502 }],
    ['forbidden', { status: 403 }],
    ['unavailable', 'hang'],
  ] as const)('fails with %s in words when the API does %o', async (code, mishap) => {
    const proxy = await startFailingProxy(cloudflareApiAddress, (method) =>
      method === 'PATCH' ? mishap : undefined,
    )
    const context = cloudflareContext(throughPort(proxy.port, 500))
    await expect(action.execute(toRegionTwo, context)).rejects.toMatchObject({ code })
    await proxy.close()
  })
})
