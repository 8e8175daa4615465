import type { InventoryInput } from '@/lib/core/inventory/inventory'
import type { FactBody, FactOf } from '@/lib/core/observed/fact'
import { makeCertificate, makeEndpoint, makeHop, makeServed } from '@/lib/testing/certificate-factory'
import { makeFindingInput } from '@/lib/testing/finding-factory'
import { makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { testRules } from '@/lib/testing/rule-cases'
import { caaRules } from './registry'

type Tls = NonNullable<InventoryInput['tls']>

const nodes = [
  makeNode('ns', { kind: 'dns' }),
  makeNode('edge', { kind: 'edge' }),
  makeNode('web', { hosts: ['www.example.org'] }),
]
const links = [makeLink('edge', 'web')]

/** A zone with these CAA records at its top, certificates and hops. */
function given(caa: readonly string[], tls: Partial<Tls> = {}, facts: readonly FactBody[] = []) {
  const records = caa.map((stated, index) => ({
    slug: `caa-${index}`,
    type: 'CAA' as const,
    name: '@',
    stated,
    specifiedIn: ['DNS'],
  }))
  return makeFindingInput(
    {
      nodes,
      links,
      dns: { zone: 'example.org', server: 'ns', records },
      tls: { certificates: [], settings: [], hops: [], ...tls },
    },
    facts,
  )
}

function answer(data: readonly string[], parts: Partial<FactOf<'dns-answer'>> = {}): FactOf<'dns-answer'> {
  return {
    kind: 'dns-answer',
    zone: 'example.org',
    server: 'ns:53',
    serverRole: 'authoritative',
    name: 'example.org',
    type: 'CAA',
    rcode: 'NOERROR',
    isAuthoritative: true,
    isValidated: false,
    usedTcp: false,
    records: data.map((each) => ({ ttl: 60, data: each })),
    glue: [],
    soa: null,
    ...parts,
  }
}

const letsEncrypt = '0 issue "letsencrypt.org"'
const digiCert = '0 issue "digicert.com"'
const ofLetsEncrypt = { certificates: [makeCertificate({ issuerOrganization: "Let's Encrypt" })] }
const wildcard = {
  certificates: [makeCertificate({ subject: '*.example.org', issuerOrganization: "Let's Encrypt" })],
}
const universal = { hops: [makeHop({ certificate: 'Cloudflare Universal SSL' })] }

testRules(caaRules, {
  'CAA-001': { fires: [given([])], holds: [given([letsEncrypt])] },
  'CAA-002': {
    fires: [
      given(['issue letsencrypt.org']),
      given(['7 issue "letsencrypt.org"']),
      given(['128 future "yes"']),
      given(['0 issue "https://letsencrypt.org/"']),
    ],
    holds: [given([letsEncrypt]), given(['128 issue "letsencrypt.org"']), given(['0 future "yes"'])],
  },
  'CAA-003': {
    fires: [given(['0 issue "letsencrpyt.org"'])],
    holds: [given([letsEncrypt]), given(['0 issue ";"']), given(['0 iodef "mailto:a@example.org"'])],
  },
  'CAA-004': {
    fires: [
      given([digiCert], ofLetsEncrypt),
      given(['0 issue ";"'], ofLetsEncrypt),
      given([letsEncrypt, '0 issuewild "digicert.com"'], wildcard),
      given([digiCert], {}, [
        makeEndpoint({ chain: [makeServed({ issuer: "C=US, O=Let's Encrypt, CN=R11" })] }),
      ]),
    ],
    holds: [
      given([], ofLetsEncrypt),
      given([letsEncrypt], ofLetsEncrypt),
      given([digiCert, '0 issuewild "letsencrypt.org"'], wildcard),
      given([letsEncrypt], {}, [
        makeEndpoint({ chain: [makeServed({ issuer: "C=US, O=Let's Encrypt, CN=R11" })] }),
      ]),
    ],
  },
  'CAA-005': {
    fires: [given([letsEncrypt], universal)],
    holds: [
      given([], universal),
      given([letsEncrypt], { hops: [makeHop({ certificate: "Let's Encrypt" })] }),
      given(
        [
          letsEncrypt,
          '0 issue "pki.goog; cansignhttpexchanges=yes"',
          '0 issue "ssl.com"',
          '0 issue "sectigo.com"',
        ],
        universal,
      ),
    ],
  },
  'CAA-006': {
    fires: [given([letsEncrypt], {}, [answer([letsEncrypt, digiCert])])],
    holds: [given([letsEncrypt], {}, [answer([letsEncrypt])]), given([])],
    needs: [given([letsEncrypt])],
  },
  'CAA-007': {
    fires: [given(['0 issue "letsencrypt.org; validationmethods=dns-01"'], universal)],
    holds: [
      given([letsEncrypt], universal),
      given(['0 issue "letsencrypt.org; validationmethods=dns-01"'], ofLetsEncrypt),
    ],
  },
  'CAA-008': {
    fires: [given([letsEncrypt])],
    holds: [given([letsEncrypt, '0 iodef "mailto:a@example.org"']), given([])],
  },
  'CAA-009': {
    fires: [
      given([letsEncrypt], wildcard),
      given([letsEncrypt, '0 issuewild ";"'], wildcard),
      given([letsEncrypt], {}, [makeEndpoint({ chain: [makeServed({ names: ['*.example.org'] })] })]),
    ],
    holds: [
      given([letsEncrypt, '0 issuewild "letsencrypt.org"'], wildcard),
      given([letsEncrypt], ofLetsEncrypt),
    ],
  },
  'CAA-010': {
    fires: [
      given([letsEncrypt], {}, [answer([], { rcode: 'SERVFAIL' })]),
      given([letsEncrypt], {}, [answer([], { rcode: 'timeout' })]),
    ],
    holds: [
      given([letsEncrypt], {}, [answer([letsEncrypt])]),
      given([letsEncrypt], {}, [answer([], { rcode: 'SERVFAIL', type: 'MX' })]),
    ],
  },
})
