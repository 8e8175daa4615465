import { expect, test } from 'vitest'
import { makeEstateNode, makeNodeState } from '@/lib/testing/estate-factory'
import { isHidden, parseHide, toggled } from './hide-rule'
import { formatMapAddress, parseMapAddress } from './use-map-address'

test('an address says what the map shows, and reads back the same', () => {
  const text =
    '?view=zones&node=php-1&as=table&find=php%20%26%20co&hide=kind.actor,look.planned&fail=nginx-1,nginx-2'
  expect(formatMapAddress(parseMapAddress(new URLSearchParams(text)))).toBe(text)
})

test('a what-if without assumptions is still a what-if', () => {
  expect(parseMapAddress(new URLSearchParams('fail=')).fail).toEqual([])
  expect(parseMapAddress(new URLSearchParams('')).fail).toBeNull()
})

test('words that nobody knows are left out of an address', () => {
  const address = parseMapAddress(new URLSearchParams('as=film&hide=kind.dragon,look.down'))
  expect(formatMapAddress(address)).toBe('')
})

test('hiding what is healthy leaves everything in sight that is not', () => {
  const rule = parseHide('look.healthy')
  const node = makeEstateNode('php-1')
  expect(isHidden(rule, node, makeNodeState({ status: 'healthy' }))).toBe(true)
  for (const status of ['degraded', 'down', 'unknown', 'maintenance'] as const) {
    expect(isHidden(rule, node, makeNodeState({ status }))).toBe(false)
  }
})

test('a stale node is not hidden with those that nobody observes', () => {
  const stale = makeNodeState({ status: 'unknown', isStale: true })
  expect(isHidden(parseHide('look.unobserved'), makeEstateNode('php-1'), stale)).toBe(false)
})

test('a word is taken in, and out again', () => {
  const once = toggled(new Set<string>(), 'actor')
  expect([...once]).toEqual(['actor'])
  expect([...toggled(once, 'actor')]).toEqual([])
})
