import type { FactOf, ServedCertificate } from '@/lib/core/observed/fact'

/** Facts with everything that a test does not name filled in. */
export function makePortFact(part: Partial<FactOf<'port'>> = {}): FactOf<'port'> {
  return {
    kind: 'port',
    node: 'web',
    address: '127.0.0.1',
    port: 80,
    transport: 'tcp',
    state: 'open',
    service: null,
    reason: null,
    ...part,
  }
}

export function makeEncryptionFact(part: Partial<FactOf<'encryption'>> = {}): FactOf<'encryption'> {
  return {
    kind: 'encryption',
    node: 'web',
    host: '127.0.0.1',
    port: 9000,
    spoken: 'FastCGI',
    account: null,
    state: 'clear',
    failure: null,
    evidence: ['a request in clear was answered'],
    ...part,
  }
}

export function makeServedCertificate(part: Partial<ServedCertificate> = {}): ServedCertificate {
  return {
    subject: 'CN=example.org',
    issuer: 'O=Test, CN=Intermediate',
    serial: '01',
    notBefore: '2030-01-01T00:00:00.000Z',
    notAfter: '2030-04-01T00:00:00.000Z',
    names: ['example.org'],
    keyType: 'ec',
    keyBits: 256,
    signatureAlgorithm: 'ecdsa-with-SHA256',
    fingerprint256: '00',
    isCa: false,
    ocspUrls: [],
    crlUrls: [],
    mustStaple: false,
    ...part,
  }
}

export function makeTlsFact(part: Partial<FactOf<'tls-endpoint'>> = {}): FactOf<'tls-endpoint'> {
  return {
    kind: 'tls-endpoint',
    node: 'web',
    host: '127.0.0.1',
    port: 443,
    serverName: 'example.org',
    failure: null,
    chain: [makeServedCertificate()],
    trust: { isTrusted: true, anchors: 'public', reason: 'its certificate leads to a trusted root' },
    protocols: { TLSv1: 'refused', 'TLSv1.1': 'refused', 'TLSv1.2': 'offered', 'TLSv1.3': 'offered' },
    ciphers: [{ protocol: 'TLSv1.3', name: 'TLS_AES_256_GCM_SHA384' }],
    group: 'X25519',
    isStapled: false,
    hstsFailure: null,
    hsts: { maxAgeSeconds: 31_536_000, includesSubDomains: true, preload: false },
    ...part,
  }
}

export function makeDnsAnswer(part: Partial<FactOf<'dns-answer'>> = {}): FactOf<'dns-answer'> {
  return {
    kind: 'dns-answer',
    zone: 'example.org',
    server: 'ns:53',
    serverRole: 'authoritative',
    name: 'example.org',
    type: 'A',
    rcode: 'NOERROR',
    isAuthoritative: true,
    isValidated: false,
    usedTcp: false,
    records: [],
    glue: [],
    soa: null,
    ...part,
  }
}
