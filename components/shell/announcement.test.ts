import { expect, test } from 'vitest'
import type { HealthStatus } from '@/lib/core/health/health-state'
import { announcement } from './announcement'

const statuses = (part: Record<string, HealthStatus>) => new Map(Object.entries(part))
const nameOf = (slug: string) => slug.toUpperCase()

test('many changes are told in one sentence, the worst first', () => {
  const before = statuses({ a: 'healthy', b: 'healthy', c: 'healthy', d: 'down' })
  const after = statuses({ a: 'down', b: 'down', c: 'degraded', d: 'healthy' })
  expect(announcement(before, after, nameOf)).toBe('2 nodes down, C degraded, D recovered')
})

test('nothing is said when nothing changed', () => {
  const same = statuses({ a: 'down' })
  expect(announcement(same, statuses({ a: 'down' }), nameOf)).toBe('')
})

test('a node that is new is not told as a change', () => {
  expect(announcement(statuses({}), statuses({ a: 'down' }), nameOf)).toBe('')
})

test('the end of maintenance is no recovery', () => {
  expect(announcement(statuses({ a: 'maintenance' }), statuses({ a: 'healthy' }), nameOf)).toBe('')
})
