import { describe, expect, it } from 'vitest'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { doubt, estate, nowMs, observed, probeHealth } from '@/lib/testing/estate'
import { type OwnHealth, ownHealth } from './node-health'
import type { Observed } from './topology'

const probes = [
  { key: 'tcp', kind: 'tcp', title: 'Port' },
  { key: 'page', kind: 'http', title: 'Page' },
  { key: 'load', kind: 'prometheus', title: 'Load', importance: 'minor' as const },
]
const web = estate({ nodes: [{ slug: 'web', probes }] })

function healthOf(inventory: Inventory, given: Observed): OwnHealth {
  const [node] = inventory.nodes
  if (node === undefined) throw new Error('no node')
  return ownHealth(node, given)
}

const stale = probeHealth('healthy', { observedAtMs: nowMs - 90_000, validUntilMs: nowMs - 1 })

describe('ownHealth', () => {
  it('is healthy when every probe is, since the last became so and until the first expires', () => {
    const page = probeHealth('healthy', { sinceMs: nowMs - 5_000, validUntilMs: nowMs + 100 })
    expect(healthOf(web, observed(web, { 'web/page': page })).view).toMatchObject({
      status: 'healthy',
      reason: 'all 3 probes are healthy',
      sinceMs: nowMs - 5_000,
      validUntilMs: nowMs + 100,
    })
  })

  it('is as bad as its worst major probe, and says which', () => {
    expect(healthOf(web, observed(web, { 'web/page': 'down', 'web/tcp': 'degraded' }))).toMatchObject({
      view: { status: 'down', reason: 'Page: it is down' },
      failingSinceMs: nowMs - 66_000,
    })
  })

  it('is only degraded by a minor probe that is down', () => {
    expect(healthOf(web, observed(web, { 'web/load': 'down' }))).toMatchObject({
      view: { status: 'degraded', reason: 'Load: it is down' },
      failingSinceMs: null,
    })
  })

  it('claims no health while one major probe is unknown, stale or was never observed', () => {
    for (const major of ['unknown' as const, stale, null]) {
      expect(healthOf(web, observed(web, { 'web/tcp': major })).view.status).toBe('unknown')
    }
  })

  it('ranks a known failure before not knowing', () => {
    expect(healthOf(web, observed(web, { 'web/tcp': 'unknown', 'web/page': 'degraded' })).view.status).toBe(
      'degraded',
    )
  })

  it('does not need to know a minor probe', () => {
    expect(healthOf(web, observed(web, { 'web/load': stale })).view.status).toBe('healthy')
  })

  it('says since when nobody looked', () => {
    expect(healthOf(web, observed(web, { web: stale })).view).toMatchObject({
      status: 'unknown',
      isStale: true,
      sinceMs: nowMs - 1,
      reason: 'not observed since 2026-11-24 02:58:30 UTC',
    })
  })

  it('shows a doubt, and whether it could take the node down', () => {
    const major = probeHealth('healthy', { soft: doubt('down') })
    expect(healthOf(web, observed(web, { 'web/tcp': major }))).toMatchObject({
      view: { status: 'healthy', isSuspect: true },
      isSuspectedDown: true,
    })
    expect(healthOf(web, observed(web, { 'web/load': major }))).toMatchObject({
      view: { status: 'healthy', isSuspect: true },
      isSuspectedDown: false,
    })
  })

  it('does not take a recovery that is being checked for a doubt', () => {
    const recovering = probeHealth('down', { soft: doubt('healthy') })
    expect(healthOf(web, observed(web, { web: recovering })).view.isSuspect).toBe(false)
  })

  it('gives the declared reason where nobody looks', () => {
    const actor = estate({ nodes: [{ slug: 'staff', kind: 'actor', probes: [], unobserved: 'people' }] })
    expect(healthOf(actor, observed(actor)).view).toMatchObject({ status: 'unknown', reason: 'people' })
    const silent = estate({ nodes: [{ slug: 'silent', probes: [] }] })
    expect(healthOf(silent, observed(silent)).view.reason).toBe('no probe observes it')
    const planned = estate({ nodes: [{ slug: 'search', lifecycle: 'planned' }] })
    expect(healthOf(planned, observed(planned)).view).toMatchObject({
      status: 'unknown',
      reason: 'planned, not built yet',
    })
  })
})
