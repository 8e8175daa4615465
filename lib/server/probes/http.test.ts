import { describe, expect, it } from 'vitest'
import { failed } from './failure'
import { httpProbe } from './http.probe'
import type { HttpAnswer } from './wire/http-exchange'

const base = { scheme: 'https', host: 'app.example', port: 443 }

function judge(answer: Partial<HttpAnswer>, settings: Record<string, unknown> = {}) {
  const whole: HttpAnswer = {
    outcome: 'answered',
    status: 200,
    headers: new Map(),
    body: 'all is well',
    isTruncated: false,
    connectMs: 1,
    responseMs: 12,
    ...answer,
  }
  const { status, reason } = httpProbe.judge(whole, httpProbe.settings.parse({ ...base, ...settings }), 0)
  return { status, reason }
}

describe('the judgement of an HTTP answer', () => {
  it('is healthy for any 2xx by default', () => {
    expect(judge({ status: 204 })).toEqual({ status: 'healthy', reason: 'answers in 12 ms' })
  })

  it('is down for another status than expected, and names both', () => {
    expect(judge({ status: 502 })).toEqual({ status: 'down', reason: 'answers 502, not 2xx' })
    expect(judge({ status: 200 }, { expectStatus: [301, 308] })).toEqual({
      status: 'down',
      reason: 'answers 200, not 301 or 308',
    })
  })

  it('is down without the expected text', () => {
    expect(judge({}, { expectText: 'ok' })).toEqual({
      status: 'down',
      reason: 'answers without the expected text',
    })
  })

  it('is down when a redirect leads elsewhere or nowhere', () => {
    const expected = { expectStatus: [301], expectLocation: 'https://' }
    const elsewhere = new Map([['location', 'http://evil.example/']])
    expect(judge({ status: 301, headers: elsewhere }, expected).reason).toBe(
      'redirects to http://evil.example/',
    )
    expect(judge({ status: 301 }, expected).reason).toBe('does not redirect')
    const right = new Map([['location', 'https://app.example/']])
    expect(judge({ status: 301, headers: right }, expected).status).toBe('healthy')
  })

  it('is degraded when the answer is slower than allowed', () => {
    expect(judge({ responseMs: 900 }, { slowerThanMs: 500 })).toEqual({
      status: 'degraded',
      reason: 'slow: answers in 900 ms',
    })
  })

  it('is down when there is no answer', () => {
    const settings = httpProbe.settings.parse(base)
    expect(httpProbe.judge(failed('answer', 'EDEADLINE', 5_000), settings, 0)).toMatchObject({
      status: 'down',
      reason: 'no answer in 5 s',
    })
  })

  it('takes no path that could carry a second request', () => {
    expect(httpProbe.settings.safeParse({ ...base, path: '/ HTTP/1.1\r\nX: y' }).success).toBe(false)
    expect(httpProbe.settings.safeParse({ ...base, headers: { A: 'b\r\nC: d' } }).success).toBe(false)
    expect(httpProbe.settings.safeParse({ ...base, hostHeader: 'a\r\nb' }).success).toBe(false)
  })
})
