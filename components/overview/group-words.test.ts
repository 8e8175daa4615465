import { expect, test } from 'vitest'
import type { HealthStatus } from '@/lib/core/health/health-state'
import { makeNodeState } from '@/lib/testing/estate-factory'
import { groupState } from './group-words'

const group = {
  slug: 'nginx',
  name: 'Nginx servers',
  policy: { type: 'at-least', required: 1 },
  members: ['nginx-1', 'nginx-2'],
} as const

const observedAs = (one: HealthStatus, two: HealthStatus) => ({
  generatedAtMs: 0,
  nodes: new Map([
    ['nginx-1', makeNodeState({ status: one })],
    ['nginx-2', makeNodeState({ status: two })],
  ]),
  links: new Map(),
  causes: [],
})

test('a whole group says how much it could lose', () => {
  expect(groupState(group, observedAs('healthy', 'healthy'))).toEqual({
    words: '2 of 2 work, 1 more may fail',
    status: 'healthy',
  })
})

test('one of two down is degraded, and the last one may not fail', () => {
  expect(groupState(group, observedAs('down', 'healthy'))).toEqual({
    words: '1 of 2 work, no more may fail',
    status: 'degraded',
  })
})

test('too few members are down only when it is certain; what is unknown may still work', () => {
  expect(groupState(group, observedAs('down', 'down')).status).toBe('down')
  expect(groupState(group, observedAs('down', 'unknown')).status).toBe('unknown')
})

test('where all are needed, one failure is the end', () => {
  const all = { ...group, policy: { type: 'all' } as const }
  expect(groupState(all, observedAs('down', 'healthy'))).toEqual({
    words: '1 of 2 work, 2 needed',
    status: 'down',
  })
})
