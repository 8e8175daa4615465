import { describe, expect, test } from 'vitest'
import { parseExpression, type RequestFields } from '@/lab/cloudflare/expression'

const REQUEST: RequestFields = {
  'http.request.uri.path': '/api/webhook/stripe',
  'http.request.method': 'POST',
  'http.host': 'askproai.de',
  'ip.src': '127.0.0.9',
}

describe('parseExpression', () => {
  test.each([
    ['starts_with(http.request.uri.path, "/api/webhook")', true],
    ['ends_with(http.request.uri.path, "/retell")', false],
    ['(http.request.method eq "POST" and http.host ne "x") or false', true],
    ['not http.request.uri.path contains "stripe"', false],
    ['ip.src in {127.0.0.8 127.0.0.9}', true],
    ['http.request.method in {"GET" "HEAD"}', false],
    ['true and not false', true],
    ['false or true and false', false],
  ])('%s is %s', (source, expected) => {
    expect(parseExpression(source)(REQUEST)).toBe(expected)
  })

  test.each([
    '',
    'http.cookie eq "x"',
    'ip.src eq',
    '(true',
    'true true',
    'ip.src ~ "x"',
    'ip.src matches "x"',
  ])('refuses "%s" rather than ignore it', (source) => {
    expect(() => parseExpression(source)).toThrow()
  })
})
