import { describe, expect, it } from 'vitest'
import { unknownReason } from './dependency'
import { DEADLINE, failed, failureReason, judgeFailure } from './failure'

describe('a failure in words', () => {
  it.each([
    ['ECONNREFUSED', 'refused the connection'],
    ['ECONNRESET', 'broke the connection off'],
    ['ENOTFOUND', 'its name does not exist'],
    ['CERT_HAS_EXPIRED', 'its certificate has expired'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak TLS on this port'],
    ['EWHATEVER', 'failed with EWHATEVER (connect)'],
  ])('%s reads: %s', (code, reason) => {
    expect(failureReason(failed('connect', code, 10))).toBe(reason)
  })

  it.each([
    [5_003, 'no answer in 5 s'],
    [2_512, 'no answer in 2.5 s'],
    [300.4, 'no answer in 300 ms'],
  ])('a deadline tells how long it waited: %d ms', (afterMs, reason) => {
    expect(failureReason(failed('answer', DEADLINE, afterMs))).toBe(reason)
  })

  it('prefers words that say more than the code', () => {
    expect(failureReason(failed('sign-in', 'ER_CON_COUNT_ERROR', 3, 'takes no more connections'))).toBe(
      'takes no more connections',
    )
  })
})

describe('the judgement of a failure', () => {
  it('is down when the peer is at fault', () => {
    expect(judgeFailure(failed('connect', 'ECONNREFUSED', 0.42))).toEqual({
      status: 'down',
      reason: 'refused the connection',
      evidence: [{ label: 'Failed at', value: 'connect, after 0.4 ms' }],
      figures: {},
    })
  })

  it.each(['EMFILE', 'EADDRNOTAVAIL', 'ENETUNREACH', 'EAI_AGAIN'])(
    'is unknown when this machine is at fault: %s',
    (code) => {
      expect(judgeFailure(failed('connect', code, 1)).status).toBe('unknown')
    },
  )
})

describe('what is not known', () => {
  it('names who did not answer', () => {
    expect(unknownReason('Redis', failed('connect', 'ECONNREFUSED', 1))).toBe(
      'not known: Redis refused the connection',
    )
    expect(unknownReason('Redis', failed('answer', DEADLINE, 5_000))).toBe(
      'not known: no answer from Redis in 5 s',
    )
  })
})
