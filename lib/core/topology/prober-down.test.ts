import { describe, expect, it } from 'vitest'
import { estate, nowMs, observed, probeHealth } from '@/lib/testing/estate'
import { findProberDown } from './prober-down'

const inventory = estate({ nodes: ['one', 'two'] })
const stale = probeHealth('healthy', { lastFinishedAtMs: nowMs - 90_000, validUntilMs: nowMs - 60_000 })

describe('findProberDown', () => {
  it('finds nothing while a worker looks', () => {
    expect(findProberDown(inventory, observed(inventory))).toBeNull()
    expect(findProberDown(inventory, observed(inventory, { one: stale }))).toBeNull()
  })

  it('tells all that a worker left behind as one cause', () => {
    expect(findProberDown(inventory, observed(inventory, { one: stale, two: stale }))).toEqual({
      kind: 'prober-down',
      workerIds: ['worker-a'],
      sinceMs: nowMs - 90_000,
      nodes: ['one', 'two'],
    })
  })

  it('leaves a dead worker’s last probes to the one that took them over', () => {
    const workers = [{ id: 'worker-b', heartbeatAtMs: nowMs, leaseUntilMs: nowMs + 10_000 }]
    expect(findProberDown(inventory, observed(inventory, { two: stale, one: stale }, { workers }))).toBeNull()
  })

  it('tells that nobody looks when no worker is left, before anything expires', () => {
    const cause = findProberDown(inventory, observed(inventory, {}, { workers: [] }))
    expect(cause).toMatchObject({ workerIds: ['worker-a'], nodes: ['one', 'two'] })
  })

  it('tells that nobody has ever looked', () => {
    const cause = findProberDown(inventory, observed(inventory, { one: null, two: null }, { workers: [] }))
    expect(cause).toMatchObject({ sinceMs: null })
  })

  it('waits for the first observations while a worker lives', () => {
    expect(findProberDown(inventory, observed(inventory, { one: null, two: null }))).toBeNull()
  })

  it('expects nobody to look at an estate without probes', () => {
    const silent = estate({ nodes: [{ slug: 'one', probes: [] }] })
    expect(findProberDown(silent, observed(silent, {}, { workers: [] }))).toBeNull()
  })
})
