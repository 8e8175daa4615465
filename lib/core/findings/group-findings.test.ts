import { expect, test } from 'vitest'
import { groupFindings } from './group-findings'

const low = { title: 'low', severity: 'low' as const, rootCause: 'issuer' }
const high = { title: 'high', severity: 'high' as const, rootCause: 'issuer' }
const alone = { title: 'alone', severity: 'medium' as const }
const single = { title: 'single', severity: 'critical' as const, rootCause: 'only-one' }

test('findings that share a cause stand under it, the worst first; the others stand alone', () => {
  const groups = groupFindings([low, alone, high, single], (cause) =>
    cause === 'issuer' ? 'Who issues' : undefined,
  )
  expect(
    groups.map(({ rootCause, title, findings }) => [rootCause, title, findings.map((each) => each.title)]),
  ).toEqual([
    [null, 'single', ['single']],
    ['issuer', 'Who issues', ['high', 'low']],
    [null, 'alone', ['alone']],
  ])
})

test('a cause without a title of its own is told in its own words', () => {
  expect(groupFindings([low, high], () => undefined)[0]?.title).toBe('Issuer')
})
