import { describe, expect, it } from 'vitest'
import { type FenceAttempt, judgeFence } from './fence-proof'

const sql = (changes: object = {}): FenceAttempt => ({
  way: 'sql',
  seen: { isReadOnly: true, openWriters: 0, positions: ['0-10-5', '0-10-5'], ...changes },
  reason: '',
})
const silent = (way: 'sql' | 'host' | 'network'): FenceAttempt => ({
  way,
  seen: null,
  reason: 'no answer in 2 s',
})

describe('the proof of a fence', () => {
  it('is a server at rest, read only and without its old connections', () => {
    expect(judgeFence([sql()])).toMatchObject({ isProven: true, way: 'sql' })
  })

  it.each([
    [{ isReadOnly: false }, /not read only/],
    [{ openWriters: 2 }, /2 connections from before/],
    [{ positions: ['0-10-5', '0-10-6'] }, /somebody still writes/],
  ])('is not a server that may still write: %o', (changes, reason) => {
    expect(judgeFence([sql(changes)])).toMatchObject({
      isProven: false,
      reason: expect.stringMatching(reason),
    })
  })

  it('is never silence alone', () => {
    const verdict = judgeFence([silent('sql'), silent('host'), silent('network')])
    expect(verdict).toMatchObject({ isProven: false, way: null })
    expect(verdict.evidence).toHaveLength(3)
  })

  it('is the word of the host only when the port agrees', () => {
    const host = (isPortClosed: boolean): FenceAttempt => ({
      way: 'host',
      seen: { isStopped: true, isPortClosed },
      reason: '',
    })
    expect(judgeFence([silent('sql'), host(true)])).toMatchObject({ isProven: true, way: 'host' })
    expect(judgeFence([silent('sql'), host(false)])).toMatchObject({ isProven: false })
  })

  it('by the network needs every host of the application', () => {
    const network = (...cutOff: boolean[]): FenceAttempt => ({
      way: 'network',
      seen: cutOff.map((isCutOff, index) => ({ node: `php-${index}`, isCutOff, reason: 'silent' })),
      reason: '',
    })
    expect(judgeFence([network(true, true)])).toMatchObject({ isProven: true, way: 'network' })
    expect(judgeFence([network(true, false)]).reason).toMatch(/not cut off: php-1 \(silent\)/)
    expect(judgeFence([network()])).toMatchObject({ isProven: false })
  })

  it('is not there when nothing was tried', () => {
    expect(judgeFence([]).isProven).toBe(false)
  })
})
