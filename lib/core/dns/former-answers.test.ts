import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FactChange, FactOf } from '@/lib/core/observed/fact'
import { makeDnsAnswer } from '@/lib/testing/facts'
import { FormerAnswers } from './former-answers'

type Answer = FactOf<'dns-answer'>

const DAY_S = 86_400
const DAY_MS = DAY_S * 1_000

function answer(data: string, ttl: number, parts: Partial<Answer> = {}): Answer {
  return makeDnsAnswer({ records: [{ ttl, data }], ...parts })
}

function change(atMs: number, from: Answer | null, to: Answer | null): FactChange {
  return { key: 'ns', kind: 'dns-answer', setBy: 'ns/servers', vantage: 'worker', atMs, from, to }
}

function formerAnswers(changes: readonly FactChange[], nowMs: number) {
  const former = new FormerAnswers()
  former.add(changes)
  return former.at(nowMs)
}

const silent = answer('', 0, { rcode: 'timeout', records: [] })

const said = [null, silent, answer('192.0.2.1', 300), answer('192.0.2.2', 1), answer('192.0.2.3', DAY_S)]

describe('what the zone said before', () => {
  it('may be kept for the TTL of then, though the TTL was shortened before the record was changed', () => {
    const changes = [
      change(2_000, answer('192.0.2.1', 300), answer('192.0.2.2', 300)),
      change(1_000, answer('192.0.2.1', DAY_S), answer('192.0.2.1', 300)),
    ]
    expect(formerAnswers(changes, 10_000)).toEqual([
      { name: 'example.org', type: 'A', data: ['192.0.2.1'], keptUntilMs: 1_000 + DAY_MS },
      { name: 'example.org', type: 'A', data: ['192.0.2.1'], keptUntilMs: 2_000 + 300_000 },
    ])
    expect(formerAnswers(changes, 1_000 + DAY_MS - 1)).toHaveLength(1)
    expect(formerAnswers(changes, 1_000 + DAY_MS)).toEqual([])
  })

  it('counts from the next answer, not from the silence before it', () => {
    const toSilence = change(1_000, answer('192.0.2.1', 300), silent)
    expect(formerAnswers([toSilence], DAY_MS)).toMatchObject([{ keptUntilMs: null }])
    const back = change(5_000, silent, answer('192.0.2.2', 300))
    expect(formerAnswers([back, toSilence], 10_000)).toMatchObject([{ keptUntilMs: 305_000 }])
  })

  it('is kept for a week at most, and is no answer of a resolver', () => {
    const long = change(0, answer('192.0.2.1', 2_000_000), answer('192.0.2.2', 300))
    expect(formerAnswers([long], 1)).toMatchObject([{ keptUntilMs: 7 * DAY_MS }])
    const resolved = change(0, answer('192.0.2.1', 300, { serverRole: 'resolver' }), answer('192.0.2.2', 300))
    expect(formerAnswers([resolved], 1)).toEqual([])
  })

  it('reads what is added, and returns the same list while nothing was added and nothing ended', () => {
    const first = change(1_000, answer('192.0.2.1', DAY_S), answer('192.0.2.2', 300))
    const second = change(5_000, answer('192.0.2.2', 300), answer('192.0.2.3', 300))
    const former = new FormerAnswers()
    former.add([first])
    const before = former.at(10_000)
    expect(former.at(20_000)).toBe(before)
    former.add([second])
    expect(former.at(20_000)).toEqual(formerAnswers([second, first], 20_000))
    expect(former.at(20_000)).toHaveLength(2)
    expect(former.at(5_000 + 300_000)).toMatchObject([{ data: ['192.0.2.1'] }])
    expect(former.at(8 * DAY_MS)).toEqual([])
  })

  it('of a server that has been silent for longer than anybody keeps an answer nothing is left', () => {
    const former = new FormerAnswers()
    former.add([change(1_000, answer('192.0.2.1', 300), silent)])
    expect(former.at(1_000 + 7 * DAY_MS)).toHaveLength(1)
    expect(former.at(1_001 + 7 * DAY_MS)).toEqual([])
  })

  it('comes to the same however the history is cut into parts', () => {
    const step = fc.record({ atMs: fc.nat(50), from: fc.constantFrom(...said), to: fc.constantFrom(...said) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.nat(8), fc.nat(2_000_000), (steps, cut, nowMs) => {
        const changes = steps
          .toSorted((one, other) => one.atMs - other.atMs)
          .map(({ atMs, from, to }) => change(atMs, from, to))
        const former = new FormerAnswers()
        former.add(changes.slice(0, cut))
        former.at(nowMs)
        former.add(changes.slice(cut))
        expect(former.at(nowMs)).toEqual(formerAnswers(changes, nowMs))
      }),
    )
  })
})
