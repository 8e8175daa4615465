import type { Answer, DecodedPacket } from 'dns-packet'
import { describe, expect, it } from 'vitest'
import { dnsProbe } from './dns.probe'
import { DEADLINE, failed } from './failure'
import type { DnsReply } from './wire/dns-exchange'
import { canonicalValue } from './wire/dns-record'

const soaAnswer: Answer = {
  name: 'example.org',
  type: 'SOA',
  data: {
    mname: 'ns1.example.org',
    rname: 'ops.example.org',
    serial: 42,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 1,
  },
}
const settings = dnsProbe.settings.parse({
  host: '10.0.0.53',
  zone: 'example.org',
  records: [{ name: 'example.org', type: 'A', values: ['10.0.0.1', '10.0.0.2'] }],
})

function reply(answers: Answer[], change: Partial<DnsReply> = {}): DnsReply {
  // The part of a decoded packet that a judgement reads.
  const packet = { type: 'response', answers } as unknown as DecodedPacket
  const flags = { isAuthoritative: true, isValidated: false, usedTcp: false }
  return { outcome: 'replied', packet, code: 'NOERROR', ...flags, replyMs: 2, ...change }
}

function addresses(...values: string[]): Answer[] {
  return values.map((data) => ({ name: 'example.org', type: 'A', data }))
}

describe('the judgement of a zone', () => {
  it('is healthy when the records are as declared, in any order', () => {
    const records = [reply(addresses('10.0.0.2', '10.0.0.1'))]
    expect(dnsProbe.judge({ soa: reply([soaAnswer]), records }, settings, 0)).toMatchObject({
      status: 'healthy',
      reason: 'authority for example.org, 1 of 1 records as declared',
      figures: { serial: 42 },
    })
  })

  it('is degraded when a record differs, and says how', () => {
    const records = [reply(addresses('10.0.0.9'))]
    expect(dnsProbe.judge({ soa: reply([soaAnswer]), records }, settings, 0)).toMatchObject({
      status: 'degraded',
      reason: 'example.org A answers 10.0.0.9, declared 10.0.0.1, 10.0.0.2',
    })
  })

  it('is degraded when a record is gone or was not answered', () => {
    const gone = [reply([], { code: 'NXDOMAIN' })]
    expect(dnsProbe.judge({ soa: reply([soaAnswer]), records: gone }, settings, 0).reason).toBe(
      'example.org A answers NXDOMAIN, declared 10.0.0.1, 10.0.0.2',
    )
    const silent = [failed('answer', DEADLINE, 5_000)]
    expect(dnsProbe.judge({ soa: reply([soaAnswer]), records: silent }, settings, 0).reason).toBe(
      'example.org A was not answered',
    )
  })

  it.each<[string, DnsReply, string]>([
    ['refuses', reply([], { code: 'REFUSED' }), 'answers REFUSED for example.org'],
    ['is no authority', reply([soaAnswer], { isAuthoritative: false }), 'is no authority for example.org'],
    ['has no SOA', reply([]), 'has no SOA for example.org'],
  ])('is down when the server %s', (_case, soa, reason) => {
    expect(dnsProbe.judge({ soa, records: [] }, settings, 0)).toMatchObject({ status: 'down', reason })
  })

  it('is down when the server does not answer', () => {
    const soa = failed('answer', DEADLINE, 5_000)
    expect(dnsProbe.judge({ soa, records: [] }, settings, 0)).toMatchObject({
      status: 'down',
      reason: 'no answer in 5 s',
    })
  })
})

describe('the value of a record', () => {
  it('is compared as its type is: names without case, texts exactly, IPv6 in one spelling', () => {
    expect(canonicalValue('CNAME', 'Example.ORG.')).toBe(canonicalValue('CNAME', 'example.org'))
    expect(canonicalValue('TXT', 'p=AbC')).not.toBe(canonicalValue('TXT', 'p=abc'))
    expect(canonicalValue('AAAA', '2606:4700:0020:0:0:0:681a:0a0a')).toBe(
      canonicalValue('AAAA', '2606:4700:20::681a:a0a'),
    )
  })
})
