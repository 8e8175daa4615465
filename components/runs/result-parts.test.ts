import { expect, test } from 'vitest'
import { resultParts } from './result-parts'

const seen = { label: 'mariadb-replica', value: '746 heartbeats' }
const other = { label: 'mariadb-primary', value: 'refused' }
const result = {
  summary: 'nobody receives anything',
  changed: false,
  evidence: [seen, other],
  checks: [
    { key: 'a', title: 'Nobody receives', outcome: 'failed' as const, reason: 'one does', evidence: [seen] },
  ],
  actedAt: null,
}

test('a reason that stands above is not said again', () => {
  expect(resultParts(result, 'nobody receives anything').summary).toBeNull()
  expect(resultParts(result, null).summary).toBe('nobody receives anything')
  expect(resultParts(result, 'left out by hand').summary).toBe('nobody receives anything')
})

test('evidence stands once: under its check, or else under the result', () => {
  expect(resultParts(result, null).evidence).toEqual([other])
})
