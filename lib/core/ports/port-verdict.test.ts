import { describe, expect, it } from 'vitest'
import type { PortState } from '@/lib/core/observed/fact'
import { type DeclaredReach, portVerdict, saysMore, worstVerdict } from './port-verdict'

const external: DeclaredReach = { class: 'external', lifecycle: 'active' }
const internal: DeclaredReach = { class: 'internal', lifecycle: 'active' }
const planned: DeclaredReach = { class: 'internal', lifecycle: 'planned' }
const sight = (state: PortState, isStale = false) => ({ state, isStale, isLoopback: false })
const onLoopback = (isStale = false) => ({ state: 'open', isStale, isLoopback: true }) as const

describe('the verdict of a port', () => {
  it('is as declared when what should answer does', () => {
    expect(portVerdict(external, 'outside', sight('open'))).toBe('as-declared')
    expect(portVerdict(internal, 'worker', sight('open'))).toBe('as-declared')
  })

  it('keeps closed and filtered apart', () => {
    expect(portVerdict(internal, 'worker', sight('closed'))).toBe('declared-closed')
    expect(portVerdict(internal, 'worker', sight('filtered'))).toBe('filtered')
  })

  it('takes an internal port that is open from outside for undeclared there, and a closed one for right', () => {
    expect(portVerdict(internal, 'outside', sight('open'))).toBe('undeclared-open')
    expect(portVerdict(internal, 'outside', sight('filtered'))).toBe('as-declared')
  })

  it('says nothing of what nobody looked at, nor of what was seen too long ago', () => {
    expect(portVerdict(external, 'worker', undefined)).toBe('not-observed')
    expect(portVerdict(external, 'worker', sight('open', true))).toBe('stale')
    expect(portVerdict(null, 'worker', sight('open', true))).toBe('stale')
  })

  it('of a port that the matrix leaves out and a link or a probe names is no surprise, except from outside', () => {
    expect(portVerdict('named', 'worker', sight('open'))).toBe('unlisted-open')
    expect(portVerdict('named', 'outside', sight('open'))).toBe('undeclared-open')
    expect(portVerdict('named', 'worker', sight('closed'))).toBe('as-declared')
  })

  it('is no surprise from outside either where somebody outside is said to come by it', () => {
    expect(portVerdict('named-outside', 'outside', sight('open'))).toBe('unlisted-open')
    expect(portVerdict('named-outside', 'worker', sight('open'))).toBe('unlisted-open')
  })

  it('is not known while nmap cannot tell open from filtered', () => {
    expect(portVerdict(external, 'outside', sight('open-or-filtered'))).toBe('not-observed')
    expect(portVerdict(null, 'outside', sight('open-or-filtered'))).toBe('not-observed')
  })

  it('knows what is planned, unless it answers already', () => {
    expect(portVerdict(planned, 'worker', sight('closed'))).toBe('planned')
    expect(portVerdict(planned, 'worker', sight('open'))).toBe('undeclared-open')
  })

  it('tells a port that only its own host reaches apart from one that is open', () => {
    expect(portVerdict(null, 'host', onLoopback())).toBe('loopback-open')
    expect(portVerdict('named', 'host', onLoopback())).toBe('loopback-open')
    expect(portVerdict(internal, 'host', onLoopback())).toBe('loopback-open')
    expect(portVerdict(external, 'host', onLoopback())).toBe('declared-loopback')
    expect(portVerdict(planned, 'host', onLoopback())).toBe('planned')
    expect(portVerdict(external, 'host', onLoopback(true))).toBe('stale')
  })

  it('does not let the word of the host hide what others see', () => {
    expect(worstVerdict(['loopback-open', 'undeclared-open'])).toBe('undeclared-open')
    expect(worstVerdict(['loopback-open', 'stale'])).toBe('stale')
    expect(worstVerdict(['loopback-open', 'as-declared'])).toBe('loopback-open')
  })

  it('of equally new words takes the open port, and of these the one that others reach', () => {
    const now = (isLoopback: boolean, observedAtMs = 1) =>
      ({ state: 'open', isLoopback, observedAtMs }) as const
    expect(saysMore(now(false), now(true))).toBe(true)
    expect(saysMore(now(true), now(false))).toBe(false)
    expect(saysMore(now(true, 2), now(false, 1))).toBe(true)
  })

  it('of several vantages takes the worst, and leaves out those that looked at nothing', () => {
    expect(worstVerdict(['as-declared', 'not-observed', 'filtered'])).toBe('filtered')
    expect(worstVerdict(['as-declared', 'not-observed'])).toBe('as-declared')
    expect(worstVerdict([])).toBe('not-observed')
  })
})
