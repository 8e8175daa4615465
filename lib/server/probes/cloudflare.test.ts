import { describe, expect, it } from 'vitest'
import type { CloudflareFacts } from './cloudflare/api'
import { cloudflareProbe } from './cloudflare.probe'
import { failed } from './failure'

const settings = cloudflareProbe.settings.parse({ zone: 'example.org', token: 'env:TOKEN' })

function pool(name: string, isEnabled = true) {
  return { id: name, name, enabled: isEnabled, origins: [{ name: 'one', enabled: true }] }
}

function judge(change: Partial<CloudflareFacts>) {
  const facts: CloudflareFacts = {
    outcome: 'read',
    zoneStatus: 'active',
    isPaused: false,
    securityLevel: 'medium',
    sslMode: 'strict',
    alwaysUseHttps: true,
    rateLimits: [],
    balancers: [
      { name: 'example.org', enabled: true, default_pools: ['one', 'two'], fallback_pool: 'three' },
    ],
    pools: [pool('one'), pool('two'), pool('three', false)],
    responseMs: 20,
    ...change,
  }
  const { status, reason } = cloudflareProbe.judge(facts, settings, 0)
  return { status, reason }
}

describe('the judgement of a Cloudflare zone', () => {
  it('is healthy, and says the security level', () => {
    expect(judge({})).toEqual({ status: 'healthy', reason: 'security medium, 2 pools serve' })
    expect(judge({ securityLevel: 'under_attack' }).reason).toBe('Under Attack mode is on, 2 pools serve')
  })

  it('is degraded when a serving pool is switched off', () => {
    expect(judge({ pools: [pool('one'), pool('two', false)] })).toEqual({
      status: 'degraded',
      reason: 'two switched off',
    })
  })

  it('is degraded when the zone is paused or not active', () => {
    expect(judge({ isPaused: true }).reason).toBe('the zone is paused: nothing is protected')
    expect(judge({ zoneStatus: 'pending' }).reason).toBe('the zone is pending')
  })

  it('is unknown when the API does not answer or refuses the token', () => {
    const refused = failed('answer', 'HTTP_403', 3, 'answers 403')
    expect(cloudflareProbe.judge(refused, settings, 0)).toMatchObject({
      status: 'unknown',
      reason: 'the probe may not read the zone: its token is refused',
    })
    expect(cloudflareProbe.judge(failed('connect', 'ECONNREFUSED', 3), settings, 0).status).toBe('unknown')
  })
})
