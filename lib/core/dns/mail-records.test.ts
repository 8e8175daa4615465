import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDkimKey } from './dkim-key'
import { parseDmarc } from './dmarc'
import { evaluateSpf, parseSpf } from './spf'

const none = () => undefined

it('counts the lookups of included records too, and says what was not observed', () => {
  const texts: Record<string, readonly string[]> = { 'a.example': ['v=spf1 mx include:b.example ~all'] }
  const evaluation = evaluateSpf('v=spf1 include:a.example a -all', (domain) => texts[domain])
  expect(evaluation).toMatchObject({ lookups: 4, unknown: ['b.example'], all: '-', isTooMany: false })
})

it('ends on includes that go round in a circle, as too many', () => {
  const evaluation = evaluateSpf('v=spf1 include:a.example -all', () => ['v=spf1 include:a.example -all'])
  expect(evaluation?.isTooMany).toBe(true)
})

it('is exact about ten lookups and eleven', () => {
  const record = (count: number) =>
    `v=spf1 ${Array.from({ length: count }, (_, i) => `a:h${i}.example`).join(' ')} -all`
  expect(evaluateSpf(record(10), none)?.isTooMany).toBe(false)
  expect(evaluateSpf(record(11), none)?.isTooMany).toBe(true)
})

it('never throws on what a zone may hold', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseSpf(`v=spf1 ${text}`)
      parseDmarc(`v=DMARC1; ${text}`)
      parseDkimKey(`p=${text}`)
      expect(parseSpf(`x${text}`)).toBeNull()
    }),
  )
})

it('reads DMARC as RFC 9989 does: no policy is none, removed and unknown tags are ignored', () => {
  expect(parseDmarc('v=DMARC1; p=quarantine; rua=mailto:a@example.org')).toEqual({
    policy: 'quarantine',
    subdomainPolicy: null,
    reportsTo: ['mailto:a@example.org'],
    problems: [],
  })
  expect(parseDmarc('v=DMARC1; rua=mailto:a@example.org; p=reject')?.policy).toBe('reject')
  expect(parseDmarc('v=DMARC1; sp=reject')?.policy).toBe('none')
  expect(parseDmarc('v=DMARC1; p=none; pct=50')?.problems).toEqual([
    'pct is no longer part of DMARC and is ignored',
  ])
  expect(parseDmarc('v=DMARC1; p=quarantine; rua=mailto:...')?.problems).toHaveLength(1)
})

it('tells how long an RSA key is', () => {
  const key =
    'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCtL5k0TpGd3tkicyKjt3COsQqj8UHAN6t35nHSrke3QKd3GMzisGABBkEfmsxEJZo/vw25yHfsXTgBKC61k9o7dejZjxx5WulWnlge125NadOR+0hSMkJXDTyYleQtpcHR4eF+pP8/PlQoVze4xHxuBxlt9pThNT+f26WbfjGZOwIDAQAB'
  expect(parseDkimKey(`k=rsa; p=${key}`)).toMatchObject({ keyType: 'rsa', bits: 1_024, isRevoked: false })
  expect(parseDkimKey('k=rsa; p=')?.isRevoked).toBe(true)
  expect(parseDkimKey('k=rsa; p=MIGfMA0GCSqGSIb3...')?.problems).toEqual(['the key cannot be read'])
})
