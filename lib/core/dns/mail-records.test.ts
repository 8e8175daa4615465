import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDkimKey } from './dkim-key'
import { parseDmarc } from './dmarc'
import { MAX_LOOKUPS, parseSpf, walkSpf } from './spf'

const none = () => undefined

it('counts the look-ups of included records too, and says what was not observed', () => {
  const texts: Record<string, readonly string[]> = { 'a.example': ['v=spf1 mx include:b.example ~all'] }
  expect(walkSpf('v=spf1 include:a.example a -all', (name) => texts[name])).toMatchObject({
    lookups: 4,
    unseen: ['b.example'],
    withoutRecord: [],
  })
})

it('counts an include as often as it is met, and ends where includes go round in a circle', () => {
  const twice = walkSpf('v=spf1 include:a.example include:a.example -all', () => ['v=spf1 mx -all'])
  expect(twice.lookups).toBe(4)
  const circle = walkSpf('v=spf1 include:a.example -all', () => ['v=spf1 include:a.example -all'])
  expect(circle.lookups).toBeGreaterThan(MAX_LOOKUPS)
})

it('tells an include without a record from one that nobody asked for', () => {
  expect(
    walkSpf('v=spf1 include:a.example include:b.example', (name) => (name === 'a.example' ? [] : undefined)),
  ).toMatchObject({ voids: 1, withoutRecord: ['a.example'], unseen: ['b.example'] })
})

it('reads nothing behind all, and no redirection where there is one', () => {
  expect(parseSpf('v=spf1 redirect=a.example ip4:192.0.2.1 -all mx')).toMatchObject({
    terms: [{ name: 'ip4' }, { name: 'all' }],
    afterAll: ['mx'],
    problems: [],
  })
  expect(walkSpf('v=spf1 redirect=a.example', none).unseen).toEqual(['a.example'])
  expect(parseSpf('v=spf1 ipv4:192.0.2.1 x-y=1 -all')?.problems).toEqual([
    'ipv4:192.0.2.1 is no mechanism of SPF',
  ])
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
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const long = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  expect(parseDkimKey(`v=DKIM1; p=${long}`)).toMatchObject({ bits: 2_048, problems: [] })
  const key =
    'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCtL5k0TpGd3tkicyKjt3COsQqj8UHAN6t35nHSrke3QKd3GMzisGABBkEfmsxEJZo/vw25yHfsXTgBKC61k9o7dejZjxx5WulWnlge125NadOR+0hSMkJXDTyYleQtpcHR4eF+pP8/PlQoVze4xHxuBxlt9pThNT+f26WbfjGZOwIDAQAB'
  expect(parseDkimKey(`k=rsa; p=${key}`)).toMatchObject({ keyType: 'rsa', bits: 1_024, isRevoked: false })
  expect(parseDkimKey('k=rsa; p=')?.isRevoked).toBe(true)
  expect(parseDkimKey('k=rsa; p=MIGfMA0GCSqGSIb3...')?.problems).toEqual(['the key cannot be read'])
})
