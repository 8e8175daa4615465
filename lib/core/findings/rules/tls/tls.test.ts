import type { InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactBody, FactOf, ServedCertificate } from '@/lib/core/observed/fact'
import {
  makeCertificate,
  makeEndpoint,
  makeHop,
  makeServed,
  makeServedAuthority,
} from '@/lib/testing/certificate-factory'
import { makeEncryptionFact } from '@/lib/testing/facts'
import { makeFindingInput } from '@/lib/testing/finding-factory'
import { makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { testRules } from '@/lib/testing/rule-cases'
import { tlsRules } from './registry'

type Tls = NonNullable<InventoryInput['tls']>
type TlsEndpoint = FactOf<'tls-endpoint'>

const nodes = [
  makeNode('edge', { kind: 'edge' }),
  makeNode('wall', { kind: 'firewall', address: '192.0.2.1' }),
  makeNode('web', { address: '192.0.2.10' }),
  makeNode('other', { address: '192.0.2.11' }),
]
const links = [makeLink('edge', 'web'), makeLink('web', 'other'), makeLink('edge', 'wall')]

function given(tls: Partial<Tls> = {}, facts: readonly FactBody[] = [], parts: Partial<InventoryInput> = {}) {
  const none = { certificates: [], settings: [], hops: [] }
  return makeFindingInput({ nodes, links, tls: { ...none, ...tls }, ...parts }, facts)
}

const inClear = makeEncryptionFact({ node: 'other' })
const overSocket = { ...inClear, host: '/run/php/fpm.sock', port: null }
const certificates = [makeCertificate()]
const served = (parts: Partial<TlsEndpoint> = {}) => given({ certificates }, [makeEndpoint(parts)])
const leaf = (parts: Partial<ServedCertificate>) =>
  served({ chain: [makeServed(parts), makeServedAuthority()] })
const fine = served()
/** Declared and never seen. */
const unseen = given({ certificates })

const setting = (requirement: Tls['settings'][number]['requirement'], stated: string) => ({
  slug: requirement.type,
  certificate: 'domain',
  stated,
  requirement,
  specifiedIn: ['TLS'],
})
const stapling = { settings: [setting({ type: 'ocsp-stapling' }, 'OCSP stapling')], certificates }
const globalRoot =
  '43:48:A0:E9:44:4C:78:CB:26:5E:05:8D:5E:89:44:B4:D8:4F:96:62:BD:26:DB:25:7F:89:34:A4:43:C7:01:61'

/** The domain certificate below a root of that name. */
const below = (subject: string, fingerprint256?: string) =>
  given({
    certificates: [
      makeCertificate({ issuer: 'root' }),
      makeCertificate({ slug: 'root', role: 'root', subject, presentedBy: [], fingerprint256 }),
    ],
  })
const from = (issuerOrganization: string, parts: Parameters<typeof makeCertificate>[0] = {}) => [
  makeCertificate({ issuerOrganization, ...parts }),
]
const universal = [makeHop({ certificate: 'Cloudflare Universal SSL' })]
const letsEncrypt = [makeHop({ certificate: "Let's Encrypt" })]
const toOther = { slug: 'to-other', stage: 3, links: ['web-to-other'], isEncrypted: false }
const ordered = (method: 'http-01' | 'dns-01' | 'tls-alpn-01', parts = {}) =>
  from("Let's Encrypt", { acme: { method }, ...parts })
const edgeFact = (sslMode: string): FactOf<'edge'> => ({
  kind: 'edge',
  node: 'edge',
  securityLevel: 'medium',
  sslMode,
  alwaysUseHttps: true,
  pools: [],
  rateLimits: [],
})
const rule = (action: 'allow' | 'deny', port: number) => ({
  slug: `${action}-${port}`,
  node: 'wall',
  action,
  port,
  specifiedIn: ['Firewall'],
})
const shared = [makeCertificate({ presentedBy: ['web', 'other'] })]
const pair = (fingerprint256: string) => [
  makeEndpoint(),
  makeEndpoint({ node: 'other', chain: [makeServed({ fingerprint256 })] }),
]

const ownTrust = {
  isTrusted: true,
  reason: 'its certificate leads to a trusted root',
  anchors: 'own' as const,
}

testRules(tlsRules, {
  'TLS-001': {
    fires: [leaf({ notAfter: '2026-11-24T00:00:00Z' }), leaf({ notBefore: '2026-12-01T00:00:00Z' })],
    holds: [fine, given()],
    needs: [unseen],
  },
  'TLS-002': {
    fires: [leaf({ notAfter: '2026-12-01T00:00:00Z' })],
    holds: [fine, leaf({ notAfter: '2026-11-24T00:00:00Z' })],
    needs: [unseen],
  },
  'TLS-003': {
    fires: [leaf({ notAfter: '2027-11-30T00:00:00Z' })],
    holds: [fine, leaf({ notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-31T00:00:00Z' })],
    needs: [unseen],
  },
  'TLS-004': {
    fires: [
      leaf({ names: ['*.example.net'] }),
      given({ certificates }, [], {
        nodes: [
          ...nodes.filter(({ slug }) => slug !== 'web'),
          makeNode('web', { hosts: ['shop.example.org'] }),
        ],
      }),
    ],
    holds: [fine, leaf({ names: ['*.example.org'] }), unseen],
  },
  'TLS-005': {
    fires: [
      served({ chain: [makeServed(), makeServedAuthority({ subject: 'CN=Another' })] }),
      served({
        trust: { isTrusted: false, anchors: 'public', reason: 'its certificate chain is not complete' },
      }),
      served({
        chain: [
          makeServed({ issuer: 'CN=Example Root' }),
          makeServedAuthority({ subject: 'CN=Example Root', issuer: 'CN=Example Root' }),
        ],
      }),
    ],
    holds: [fine],
    needs: [unseen],
  },
  'TLS-006': {
    fires: [
      below('DigiCert Global Root CA', globalRoot),
      served({
        chain: [makeServed(), makeServedAuthority({ issuer: 'O=DigiCert Inc, CN=DigiCert Global Root CA' })],
      }),
      served({ chain: [makeServed(), makeServedAuthority({ fingerprint256: globalRoot })] }),
    ],
    holds: [
      fine,
      below('DigiCert Global Root G2'),
      below('DigiCert Global Root', 'AA:03'),
      served({
        chain: [makeServed(), makeServedAuthority({ issuer: 'O=DigiCert Inc, CN=DigiCert Global Root G2' })],
      }),
    ],
    needs: [below('DigiCert Global Root')],
  },
  'TLS-007': {
    fires: [
      leaf({ keyType: 'rsa', keyBits: 1_024 }),
      leaf({ signatureAlgorithm: 'sha1WithRSAEncryption' }),
      leaf({ keyBits: 224 }),
    ],
    holds: [fine, leaf({ keyType: 'rsa', keyBits: 2_048, signatureAlgorithm: 'sha256WithRSAEncryption' })],
    needs: [unseen],
  },
  'TLS-008': {
    fires: [served({ protocols: { ...makeEndpoint().protocols, 'TLSv1.1': 'offered' } })],
    holds: [fine, served({ protocols: { ...makeEndpoint().protocols, 'TLSv1.1': 'unknown' } })],
    needs: [unseen],
  },
  'TLS-009': {
    fires: [served({ protocols: { ...makeEndpoint().protocols, 'TLSv1.3': 'refused' } })],
    holds: [fine, served({ protocols: { ...makeEndpoint().protocols, 'TLSv1.3': 'unknown' } })],
    needs: [unseen],
  },
  'TLS-010': {
    fires: [
      served({ ciphers: [{ protocol: 'TLSv1.2', name: 'AES128-GCM-SHA256' }] }),
      served({ ciphers: [{ protocol: 'TLSv1.2', name: 'ECDHE-RSA-AES128-SHA' }] }),
    ],
    holds: [fine, served({ ciphers: [{ protocol: 'TLSv1.3', name: 'TLS_AES_128_GCM_SHA256' }] })],
    needs: [unseen],
  },
  'TLS-011': {
    fires: [served({ group: 'X25519' })],
    holds: [fine, given()],
    needs: [unseen, served({ group: null })],
  },
  'TLS-012': {
    fires: [
      served({ hsts: null }),
      served({ hsts: { maxAgeSeconds: 300, includesSubDomains: true, preload: false } }),
      served({ hsts: { maxAgeSeconds: 63_072_000, includesSubDomains: false, preload: false } }),
    ],
    holds: [
      fine,
      served({ port: 993, hsts: null }),
      served({ hsts: null, hstsFailure: 'did not answer in time' }),
    ],
    needs: [unseen],
  },
  'TLS-013': {
    fires: [given({ ...stapling, hops: letsEncrypt }), given(stapling, [makeEndpoint()])],
    holds: [
      given({ certificates, hops: letsEncrypt }),
      given(stapling, [makeEndpoint({ chain: [makeServed({ ocspUrls: ['http://ocsp.example.net'] })] })]),
    ],
  },
  'TLS-014': {
    fires: [leaf({ mustStaple: true })],
    holds: [fine, served({ chain: [makeServed({ mustStaple: true })], isStapled: true })],
    needs: [unseen],
  },
  'TLS-015': {
    fires: [leaf({ ocspUrls: ['http://ocsp.example.net'] })],
    holds: [
      fine,
      served({ chain: [makeServed({ ocspUrls: ['http://ocsp.example.net'] })], isStapled: true }),
    ],
    needs: [unseen],
  },
  'TLS-016': {
    fires: [leaf({ crlUrls: [] })],
    holds: [
      fine,
      leaf({ crlUrls: [], notBefore: '2026-11-24T00:00:00Z', notAfter: '2026-11-30T00:00:00Z' }),
      served({ chain: [makeServed({ crlUrls: [] })], trust: ownTrust }),
    ],
    needs: [unseen],
  },
  'TLS-017': {
    fires: [
      given({ certificates: [makeCertificate({ fingerprint256: 'bb01' })] }, [makeEndpoint()]),
      given({ certificates: from("Let's Encrypt") }, [makeEndpoint()]),
    ],
    holds: [
      given({ certificates: [makeCertificate({ fingerprint256: 'aa01' })] }, [makeEndpoint()]),
      given({ certificates: from('Example Trust') }, [makeEndpoint()]),
    ],
    needs: [given({ certificates: from("Let's Encrypt") }, [makeEndpoint({ trust: ownTrust })])],
  },
  'TLS-018': {
    fires: [
      given({ certificates: from('DigiCert'), hops: universal }),
      given({ hops: universal }, [makeEndpoint()]),
    ],
    holds: [
      given({ certificates: from("Let's Encrypt"), hops: universal }),
      given({ certificates: from('DigiCert'), hops: letsEncrypt }),
    ],
  },
  'TLS-019': {
    fires: [given({ certificates: from('DigiCert'), hops: letsEncrypt })],
    holds: [given({ certificates: from("Let's Encrypt"), hops: letsEncrypt })],
  },
  'TLS-020': {
    fires: [given({ hops: [makeHop({ mode: 'Full' })] }), given({}, [edgeFact('flexible')])],
    holds: [given({ hops: [makeHop({ mode: 'Full (Strict)' })] }), given({}, [edgeFact('strict')])],
  },
  'TLS-021': {
    fires: [
      given({ hops: [makeHop({ ...toOther, carries: ['sessions'] })] }),
      given({ hops: [makeHop({ ...toOther, carries: ['sessions'], isEncrypted: true })] }, [inClear]),
      given({ hops: [makeHop({ ...toOther, carries: ['sessions'] })] }, [overSocket, inClear]),
    ],
    holds: [
      given({ hops: [makeHop({ ...toOther, carries: ['sessions'], isEncrypted: true })] }),
      given({ hops: [makeHop({ ...toOther, carries: ['sessions'], isEncrypted: true })] }, [
        { ...inClear, state: 'encrypted' },
      ]),
      given({ hops: [makeHop({ ...toOther, carries: ['sessions'], isOnOneHost: true })] }),
      // Answered over a Unix socket: it crosses no network, whatever the addresses say.
      given({ hops: [makeHop({ ...toOther, carries: ['sessions'] })] }, [overSocket]),
      given({ hops: [makeHop({ ...toOther, carries: ['sessions'], isEncrypted: true })] }, [overSocket]),
      given({ hops: [makeHop({ ...toOther, carries: ['metrics'] })] }),
    ],
    needs: [given({ hops: [makeHop(toOther)] })],
  },
  'TLS-022': {
    fires: [given({ hops: [makeHop({ ...toOther, slug: 'safe', isEncrypted: true }), makeHop(toOther)] })],
    holds: [
      given({ hops: [makeHop(toOther)] }),
      given({ hops: [makeHop({ stage: 3 }), makeHop(toOther)] }),
      given({ hops: [makeHop({ ...toOther, slug: 'safe', isEncrypted: true }), makeHop(toOther)] }, [
        overSocket,
      ]),
    ],
  },
  'TLS-023': {
    fires: [
      given({}, [], { firewallRules: [rule('allow', 443)] }),
      given({ hops: [makeHop({ links: ['edge-to-wall'] })] }, [], { firewallRules: [rule('allow', 443)] }),
    ],
    holds: [
      given({}, [], { firewallRules: [rule('deny', 443)] }),
      given({ hops: [makeHop({ links: ['edge-to-wall'], hasClientCertificate: true })] }, [], {
        firewallRules: [rule('allow', 443)],
      }),
    ],
  },
  'TLS-024': {
    fires: [
      given({ certificates: ordered('http-01', { subject: '*.example.org' }) }),
      given({ certificates: ordered('http-01') }, [], { firewallRules: [rule('deny', 80)] }),
      given({ certificates: ordered('tls-alpn-01', { presentedBy: ['edge'] }) }),
    ],
    holds: [
      given({ certificates: ordered('dns-01', { subject: '*.example.org' }) }),
      given({ certificates: ordered('http-01') }, [], { firewallRules: [rule('allow', 80)] }),
      given({ certificates: from('DigiCert') }),
    ],
    needs: [given({ certificates: from("Let's Encrypt") })],
  },
  'TLS-025': {
    fires: [
      given({ certificates: from("Let's Encrypt", { acme: { method: 'dns-01', renewsAfterDays: 60 } }) }),
    ],
    holds: [
      given({ certificates: from("Let's Encrypt", { acme: { method: 'dns-01', renewsAfterDays: 30 } }) }),
      given({ certificates: from('DigiCert') }),
    ],
    needs: [given({ certificates: from("Let's Encrypt") })],
  },
  'TLS-026': {
    fires: [given({ certificates: shared }, pair('AA:09'))],
    holds: [
      given({ certificates: shared }, pair('AA:01')),
      given(
        { certificates: shared },
        pair('AA:09').map((each) => ({ ...each, trust: ownTrust })),
      ),
      unseen,
    ],
    needs: [given({ certificates: shared }, [makeEndpoint()])],
  },
})
