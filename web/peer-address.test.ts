import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { isLoopback, PEER_HEADER } from '@/lib/server/auth/client-address'
import { trustPeer } from './peer-address'

function noted(headers: Record<string, string>, hops: number, peer = '198.51.100.7') {
  const request = { headers, socket: { remoteAddress: peer } } as unknown as IncomingMessage
  trustPeer(request, hops)
  return String(request.headers[PEER_HEADER])
}

test('a client cannot choose the address that it is throttled by', () => {
  const claims = { 'x-forwarded-for': '127.0.0.1', [PEER_HEADER]: '127.0.0.1' }
  expect(noted(claims, 0)).toBe('198.51.100.7')
})

test('behind one proxy the address is what that proxy saw, not what the client wrote before it', () => {
  expect(noted({ 'x-forwarded-for': '127.0.0.1, 203.0.113.9' }, 1)).toBe('203.0.113.9')
})

test('a request that passed fewer proxies than there should be is known by its peer', () => {
  expect(noted({}, 2)).toBe('198.51.100.7')
})

test('what a proxy forwards unannounced does not pass for this machine', () => {
  expect(isLoopback(noted({}, 0, '127.0.0.1'))).toBe(true)
  expect(isLoopback(noted({ 'x-forwarded-for': '203.0.113.9' }, 0, '127.0.0.1'))).toBe(false)
})
