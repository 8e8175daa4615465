import { expect, it } from 'vitest'
import { factKey } from './fact-key'
import { isFresh } from './freshness'

it('a fact may be believed up to the end of its shelf life and not after', () => {
  expect(isFresh({ validUntilMs: 1_000 }, 1_000)).toBe(true)
  expect(isFresh({ validUntilMs: 1_000 }, 1_001)).toBe(false)
})

it('what an outside scan and the worker say of one port stand beside each other', () => {
  const body = {
    kind: 'port',
    node: null,
    address: '2001:db8::1',
    port: 443,
    transport: 'tcp',
    state: 'open',
    service: null,
    reason: null,
  } as const
  expect(factKey(body, { source: 'nmap', vantage: 'outside' })).toBe('nmap/outside/port:2001:db8::1:443/tcp')
  expect(factKey(body, { source: 'probe', vantage: 'worker' })).toBe('probe/worker/port:2001:db8::1:443/tcp')
})
