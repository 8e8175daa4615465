import { describe, expect, it } from 'vitest'
import { tlsProbe } from './tls.probe'
import type { ServedCertificate } from './wire/served-chain'
import type { Handshake } from './wire/tls-handshake'

const DAY_MS = 86_400_000
const NOW_MS = Date.parse('2026-11-24T00:00:00Z')
const settings = tlsProbe.settings.parse({ host: 'app.example', port: 443 })

function certificate(fromDays: number, toDays: number, subject = 'app.example'): ServedCertificate {
  return {
    subject,
    issuer: 'Some CA',
    serialNumber: '01',
    fingerprint256: 'AA',
    validFromMs: NOW_MS + fromDays * DAY_MS,
    validToMs: NOW_MS + toDays * DAY_MS,
    names: ['app.example'],
  }
}

function judge(change: Partial<Handshake>) {
  const shaken: Handshake = {
    outcome: 'shaken',
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: [certificate(-30, 60)],
    trustError: undefined,
    missingNames: [],
    handshakeMs: 3,
    ...change,
  }
  const { status, reason } = tlsProbe.judge(shaken, settings, NOW_MS)
  return { status, reason }
}

describe('the judgement of a TLS handshake', () => {
  it('is healthy with protocol and days left', () => {
    expect(judge({})).toEqual({ status: 'healthy', reason: 'TLSv1.3, certificate expires in 60 days' })
  })

  it('is degraded from the last fifth of the lifetime on', () => {
    expect(judge({ chain: [certificate(-72, 18)] }).status).toBe('healthy')
    expect(judge({ chain: [certificate(-73, 17)] })).toEqual({
      status: 'degraded',
      reason: 'its certificate expires in 17 days',
    })
  })

  it('is down when the certificate has expired, whatever else is wrong', () => {
    expect(judge({ chain: [certificate(-91, -1)], trustError: 'CERT_HAS_EXPIRED' })).toEqual({
      status: 'down',
      reason: 'its certificate expired on 2026-11-23',
    })
  })

  it('counts the certificate of the chain that expires first', () => {
    const chain = [certificate(-30, 60), certificate(-300, -2, 'Intermediate')]
    expect(judge({ chain })).toEqual({ status: 'down', reason: 'its certificate expired on 2026-11-22' })
  })

  it('is down when it is not valid yet, not trusted or for another name', () => {
    expect(judge({ chain: [certificate(1, 90)] }).reason).toBe(
      'its certificate is not valid before 2026-11-25',
    )
    expect(judge({ trustError: 'DEPTH_ZERO_SELF_SIGNED_CERT' })).toEqual({
      status: 'down',
      reason: 'its certificate is self-signed',
    })
    expect(judge({ missingNames: ['www.example'] })).toEqual({
      status: 'down',
      reason: 'its certificate is not for www.example',
    })
  })

  it('is degraded when the protocol is older than allowed', () => {
    expect(judge({ protocol: 'TLSv1.1' })).toEqual({
      status: 'degraded',
      reason: 'speaks TLSv1.1, though TLSv1.2 is the least',
    })
  })
})
