import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankCandidates } from './candidate-ranking'
import { parseGtidSet, transactionsAhead } from './gtid-set'
import type { AskedServer, ReplicaFacts } from './replica-facts'

function replica(node: string, changes: Partial<ReplicaFacts> = {}): AskedServer {
  const at = changes.received ?? '0-10-100'
  return {
    state: 'replica',
    facts: {
      node,
      serverId: node === 'one' ? '11' : '30',
      isReadOnly: true,
      logsReplicated: true,
      usesGtid: true,
      ioThread: 'No',
      sqlThread: 'Yes',
      sqlError: null,
      received: at,
      applied: at,
      written: changes.applied ?? at,
      history: changes.applied ?? at,
      ...changes,
    },
  }
}

describe('who is promoted', () => {
  it('is the preferred one among equals', () => {
    const ranking = rankCandidates([replica('two'), replica('one')], ['one', 'two'])
    expect(ranking).toMatchObject({ chosen: 'one', catchUpFrom: null })
    expect(ranking.candidates.map(({ node }) => node)).toEqual(['one', 'two'])
  })

  it('first gets what another has received and it has not', () => {
    const ranking = rankCandidates([replica('one'), replica('two', { received: '0-10-103' })], ['one'])
    expect(ranking).toMatchObject({ chosen: 'one', catchUpFrom: 'two' })
    expect(ranking.candidates[0]).toMatchObject({ behindBest: 3 })
  })

  it('is the one that received most when nobody is preferred', () => {
    const ranking = rankCandidates([replica('one'), replica('two', { received: '0-10-103' })], [])
    expect(ranking).toMatchObject({ chosen: 'two', catchUpFrom: null })
  })

  it.each([
    [{ sqlError: 'error 1062: duplicate entry' }, /cannot apply what it received: error 1062/],
    [{ usesGtid: false }, /not by GTID/],
    [{ logsReplicated: false }, /nobody could follow it/],
    [{ written: '0-11-101', history: '0-10-100,0-11-101' }, /transactions of its own .*0-11-101/],
  ])('is never one that would lose or bring in data: %o', (changes, reason) => {
    const ranking = rankCandidates([replica('one', changes)], ['one'])
    expect(ranking.chosen).toBeNull()
    expect(ranking.reason).toMatch(reason)
  })

  it('is none of two that went different ways', () => {
    const apart = { received: '0-7-100', applied: '0-7-100', history: '0-7-100' }
    const ranking = rankCandidates([replica('one'), replica('two', apart)], ['one', 'two'])
    expect(ranking.chosen).toBeNull()
    expect(ranking.reason).toMatch(/another way than two/)
  })

  it('says why a server that cannot be asked is out', () => {
    const ranking = rankCandidates(
      [{ state: 'silent', node: 'two', reason: 'refused the connection' }, replica('one')],
      ['two', 'one'],
    )
    expect(ranking.chosen).toBe('one')
    expect(ranking.candidates.at(-1)).toMatchObject({ node: 'two', reasons: ['refused the connection'] })
  })

  it('never leaves behind what a fit replica has received', () => {
    const position = fc.integer({ min: 1, max: 60 }).map((sequence) => `0-10-${sequence}`)
    fc.assert(
      fc.property(
        position,
        position,
        fc.constantFrom([], ['one'], ['two', 'one']),
        (first, second, wanted) => {
          const { chosen, catchUpFrom } = rankCandidates(
            [replica('one', { received: first }), replica('two', { received: second })],
            wanted,
          )
          const received: Record<string, string> = { one: first, two: second }
          const source = parseGtidSet(received[catchUpFrom ?? chosen ?? ''] ?? '')
          for (const other of [first, second]) expect(transactionsAhead(parseGtidSet(other), source)).toBe(0)
        },
      ),
    )
  })
})
