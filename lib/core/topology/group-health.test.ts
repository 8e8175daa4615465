import { describe, expect, it } from 'vitest'
import type { VerdictStatus } from '@/lib/core/health/health-state'
import type { GroupPolicy } from '@/lib/core/inventory/group'
import { groupHealth } from './group-health'
import { type HealthPart, statedHealth } from './health-view'

function member(name: string, status: VerdictStatus, sinceMs: number | null = null): HealthPart {
  return { ...statedHealth(status, `it is ${status}`), name, sinceMs }
}

function statusOf(policy: GroupPolicy, statuses: readonly VerdictStatus[]): VerdictStatus {
  return groupHealth(
    { name: 'pool', policy },
    statuses.map((status, index) => member(`member-${index}`, status)),
  ).status
}

describe('groupHealth', () => {
  const one: GroupPolicy = { type: 'at-least', required: 1 }

  it('is degraded, not down, while enough members work', () => {
    expect(statusOf(one, ['healthy', 'healthy'])).toBe('healthy')
    expect(statusOf(one, ['healthy', 'down'])).toBe('degraded')
    expect(statusOf(one, ['degraded', 'down'])).toBe('degraded')
    expect(statusOf(one, ['down', 'down'])).toBe('down')
  })

  it('claims no health while a member is unknown, and no failure while it might work', () => {
    expect(statusOf(one, ['healthy', 'unknown'])).toBe('unknown')
    expect(statusOf(one, ['down', 'unknown'])).toBe('degraded')
    expect(statusOf({ type: 'all' }, ['healthy', 'unknown'])).toBe('unknown')
  })

  it('needs every member when the policy says all', () => {
    expect(statusOf({ type: 'all' }, ['healthy', 'healthy', 'down'])).toBe('down')
    expect(statusOf({ type: 'all' }, ['healthy', 'healthy', 'degraded'])).toBe('degraded')
  })

  it('adds weights up', () => {
    const policy: GroupPolicy = {
      type: 'weighted',
      required: 0.3,
      weights: { 'member-0': 0.7, 'member-1': 0.2, 'member-2': 0.1 },
    }
    expect(statusOf(policy, ['down', 'healthy', 'healthy'])).toBe('degraded')
    expect(statusOf(policy, ['down', 'healthy', 'down'])).toBe('down')
    expect(statusOf(policy, ['healthy', 'down', 'down'])).toBe('degraded')
  })

  it('asks for no more members than there are', () => {
    expect(statusOf({ type: 'at-least', required: 5 }, ['healthy', 'healthy'])).toBe('healthy')
  })

  it('knows nothing of a group without members', () => {
    expect(statusOf(one, [])).toBe('unknown')
  })

  it('is down since the failure that was one too many', () => {
    const view = groupHealth({ name: 'pool', policy: { type: 'at-least', required: 2 } }, [
      member('one', 'down', 300),
      member('two', 'down', 100),
      member('three', 'down', 200),
    ])
    expect(view).toMatchObject({
      status: 'down',
      sinceMs: 200,
      reason: '3 of 3 down (one, two, three), 2 must work',
    })
  })
})
