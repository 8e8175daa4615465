import { expect, test } from 'vitest'
import { refuseCrossSite } from './same-origin'

function change(headers: Record<string, string>, method = 'POST') {
  const request = new Request('http://console.test/api/v1/maintenance', { method, headers })
  return () => refuseCrossSite(request, 'https://console.example')
}

test.each([
  { 'sec-fetch-site': 'same-origin' },
  { 'sec-fetch-site': 'same-origin', origin: 'http://console.test', host: 'console.test' },
  { origin: 'http://console.test', host: 'console.test' },
  { origin: 'https://console.example', host: 'inner:3000' },
])('a change from our own pages is made: %o', (headers) => {
  expect(change(headers)).not.toThrow()
})

test.each([
  {},
  { host: 'console.test' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site', origin: 'http://other.console.test', host: 'console.test' },
  { 'sec-fetch-site': 'none' },
  { origin: 'https://evil.example', host: 'console.test' },
  { origin: 'null', host: 'console.test' },
  { origin: 'http://console.test:8080', host: 'console.test' },
])('a change that may come from elsewhere is refused: %o', (headers) => {
  expect(change(headers)).toThrow('another site')
})

test('reading changes nothing and is not refused', () => {
  expect(change({ 'sec-fetch-site': 'cross-site' }, 'GET')).not.toThrow()
})
