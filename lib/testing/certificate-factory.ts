import type { InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactOf, ServedCertificate } from '@/lib/core/observed/fact'

type Tls = NonNullable<InventoryInput['tls']>
type TlsEndpoint = FactOf<'tls-endpoint'>

/** The certificate of `www.example.org` that the node `web` presents. */
export function makeCertificate(
  parts: Partial<Tls['certificates'][number]> = {},
): Tls['certificates'][number] {
  return {
    slug: 'domain',
    role: 'domain',
    title: 'Domain certificate',
    subject: 'www.example.org',
    presentedBy: ['web'],
    specifiedIn: ['TLS'],
    ...parts,
  }
}

/** The leg from the node `edge` to the node `web`. */
export function makeHop(parts: Partial<Tls['hops'][number]> = {}): Tls['hops'][number] {
  return {
    slug: 'to-origin',
    stage: 2,
    title: 'Edge to origin',
    links: ['edge-to-web'],
    isEncrypted: true,
    specifiedIn: ['TLS'],
    ...parts,
  }
}

/** A leaf that nothing is wrong with at the tests' instant. */
export function makeServed(parts: Partial<ServedCertificate> = {}): ServedCertificate {
  return {
    subject: 'CN=www.example.org',
    issuer: 'C=US, O=Example Trust, CN=Example CA 1',
    serial: '01',
    notBefore: '2026-11-01T00:00:00Z',
    notAfter: '2027-01-30T00:00:00Z',
    names: ['www.example.org'],
    keyType: 'ec',
    keyBits: 256,
    signatureAlgorithm: 'ecdsa-with-SHA256',
    fingerprint256: 'AA:01',
    isCa: false,
    ocspUrls: [],
    crlUrls: ['http://crl.example.net/1.crl'],
    mustStaple: false,
    ...parts,
  }
}

/** The authority that signs `makeServed`. */
export function makeServedAuthority(parts: Partial<ServedCertificate> = {}): ServedCertificate {
  return makeServed({
    subject: 'C=US, O=Example Trust, CN=Example CA 1',
    issuer: 'C=US, O=Example Trust, CN=Example Root',
    names: [],
    fingerprint256: 'AA:02',
    isCa: true,
    ...parts,
  })
}

/** What `web` serves at port 443 when nothing is wrong. */
export function makeEndpoint(parts: Partial<TlsEndpoint> = {}): TlsEndpoint {
  return {
    kind: 'tls-endpoint',
    node: 'web',
    host: '192.0.2.10',
    port: 443,
    serverName: 'www.example.org',
    failure: null,
    chain: [makeServed(), makeServedAuthority()],
    trust: { isTrusted: true, anchors: 'public', reason: 'trusted' },
    protocols: { TLSv1: 'refused', 'TLSv1.1': 'refused', 'TLSv1.2': 'offered', 'TLSv1.3': 'offered' },
    ciphers: [{ protocol: 'TLSv1.2', name: 'ECDHE-ECDSA-AES128-GCM-SHA256' }],
    group: 'X25519MLKEM768',
    isStapled: false,
    hstsFailure: null,
    hsts: { maxAgeSeconds: 63_072_000, includesSubDomains: true, preload: false },
    ...parts,
  }
}
