import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  cloudflareApiAddress,
  cloudflareContext,
  cloudflareOfLab,
  throughPort,
} from '@/lib/testing/cloudflare-lab'
import { startFailingProxy } from '@/lib/testing/failing-proxy'
import { ensureLab } from '@/lib/testing/lab'
import { edgeLimitedCheck } from '../checks/edge-limited.check'
import { cloudflareRateLimitAction as action } from './cloudflare-rate-limit.action'

const limit = action.settings.parse({
  ref: 'switchyard-test',
  description: 'A test',
  expression: 'http.request.uri.path eq "/limited"',
  requests: 5,
  periodSeconds: 10,
  mitigationSeconds: 10,
})
const gone = { ...limit, state: 'absent' as const }
const edge = edgeLimitedCheck.settings.parse({ path: '/limited', requests: 8, served: ['/api/ping'] })

beforeAll(ensureLab)
afterEach(async () => {
  await action.execute(gone, cloudflareContext())
})

async function ownRules() {
  const { api, zone } = cloudflareOfLab()
  const { rules } = await api.rulesets.phases.get('http_ratelimit', zone)
  return rules.filter(({ ref }) => ref === limit.ref)
}

describe('a rate limit at Cloudflare', () => {
  it('is added, reads back, and refuses at the edge who asks too often, and nobody else', async () => {
    const context = cloudflareContext()
    expect((await action.preflight(limit, context)).map(({ outcome }) => outcome)).toEqual([
      'passed',
      'passed',
      'passed',
    ])
    expect(await ownRules()).toEqual([])
    expect((await action.execute(limit, context)).changed).toBe(true)
    expect(await action.verify(limit, context)).toMatchObject([{ outcome: 'passed' }])
    const [limited, served] = await edgeLimitedCheck.check(edge, context)
    expect(limited).toMatchObject({ outcome: 'passed', reason: 'request 6 was answered 429' })
    expect(served?.outcome).toBe('passed')
  })

  it('without the rule the check at the edge fails', async () => {
    const [limited] = await edgeLimitedCheck.check(edge, cloudflareContext())
    expect(limited).toMatchObject({ outcome: 'failed', reason: '8 requests were all let through' })
  })

  it('repeated it is still one rule; the undo takes away what it added', async () => {
    const context = cloudflareContext()
    await action.execute(limit, context)
    expect((await action.execute(limit, context)).changed).toBe(false)
    expect(await ownRules()).toHaveLength(1)
    await action.undo?.(limit, context)
    expect(await ownRules()).toEqual([])
  })

  it('the undo of a change restores the limit that was there', async () => {
    await action.execute(limit, cloudflareContext())
    const tighter = { ...limit, requests: 2 }
    const context = cloudflareContext()
    await action.execute(tighter, context)
    expect(await action.verify(tighter, context)).toMatchObject([{ outcome: 'passed' }])
    await action.undo?.(tighter, context)
    expect(await action.verify(limit, context)).toMatchObject([{ outcome: 'passed' }])
  })

  it('a rule that the API would not take is found before anything is changed', async () => {
    const wrong = { ...limit, expression: 'http.request.uri.path eqq "/"' }
    const checks = await action.preflight(wrong, cloudflareContext())
    expect(checks.at(-1)).toMatchObject({ key: 'rule-taken', outcome: 'failed' })
    expect(await ownRules()).toEqual([])
  })

  it('a create whose answer is lost is not repeated: one rule, and it counts as done', async () => {
    const proxy = await startFailingProxy(cloudflareApiAddress, (method) =>
      method === 'POST' ? 'lost' : undefined,
    )
    const result = await action.execute(limit, cloudflareContext(throughPort(proxy.port)))
    await proxy.close()
    expect(result.changed).toBe(true)
    expect(proxy.seen.filter((line) => line.startsWith('POST'))).toHaveLength(1)
    expect(await ownRules()).toHaveLength(1)
  })

  it.each([
    ['too-many-requests', { status: 429 }],
    ['unavailable', { status: 503 }],
    ['forbidden', { status: 403 }],
    ['unavailable', 'hang'],
  ] as const)('ends with %s in words when a change is answered %o', async (code, mishap) => {
    const proxy = await startFailingProxy(cloudflareApiAddress, (method) =>
      method === 'POST' ? mishap : undefined,
    )
    await expect(
      action.execute(limit, cloudflareContext(throughPort(proxy.port, 500))),
    ).rejects.toMatchObject({
      code,
    })
    await proxy.close()
  })
})
