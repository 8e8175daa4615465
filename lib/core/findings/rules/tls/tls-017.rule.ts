import {
  chainStatement,
  endpointKey,
  endpointName,
  endpointStatement,
  endpoints,
  isOwnAuthority,
  issuerOf,
  leafOf,
  leaves,
  organizationIn,
  type TlsEndpoint,
} from '@/lib/core/findings/certificate-words'
import { defineRule, type FindingInput, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { asks, fix, nodeSubjects } from '@/lib/core/findings/statements'
import { authorityOf } from '@/lib/core/findings/tables/authorities'
import { plainFingerprint } from '@/lib/core/findings/tables/certificate-limits'

export const tls017 = defineRule({
  id: 'TLS-017',
  title: 'Another certificate is served than declared',
  severity: 'high',
  reference: 'declared beside observed',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) => {
    const others = endpoints(input).filter((endpoint) => isAnother(input, endpoint))
    const seen = others.filter((endpoint) => !isHidden(input, endpoint))
    const hidden = others.filter((endpoint) => isHidden(input, endpoint))
    return [...seen.map((endpoint) => servesAnother(input, endpoint)), ...notSeen(input, hidden)]
  },
})

const declaredFor = (input: FindingInput, { body }: TlsEndpoint) =>
  leaves(input).filter((each) => each.presentedBy.includes(body.node))

function isAnother(input: FindingInput, endpoint: TlsEndpoint): boolean {
  const leaf = leafOf(endpoint)
  const certificates = declaredFor(input, endpoint)
  if (leaf === undefined || certificates.length === 0) return false
  const served = organizationIn(leaf.issuer)
  return !certificates.some((each) => {
    if (each.fingerprint256 !== undefined)
      return plainFingerprint(each.fingerprint256) === plainFingerprint(leaf.fingerprint256)
    const issuer = issuerOf(input, each)
    return issuer === undefined || issuer === (authorityOf(served)?.organization ?? served)
  })
}

/** A probe that trusts an authority of one's own looks at a stand-in: only a fingerprint tells what is meant. */
function isHidden(input: FindingInput, endpoint: TlsEndpoint): boolean {
  return (
    isOwnAuthority(endpoint) &&
    declaredFor(input, endpoint).every((each) => each.fingerprint256 === undefined)
  )
}

function servesAnother(input: FindingInput, endpoint: TlsEndpoint): RuleFinding {
  const leaf = leafOf(endpoint)
  const certificates = declaredFor(input, endpoint)
  return {
    key: endpointKey(endpoint),
    title: `${endpointName(endpoint)} serves a certificate of ${organizationIn(leaf?.issuer ?? '')}, not the declared one`,
    subjects: [`node:${endpoint.body.node}`, ...certificates.map((each) => `certificate:${each.slug}`)],
    statements: [
      ...certificates.map((each) => chainStatement(input, each)),
      endpointStatement(endpoint, 'certificate', `${leaf?.subject} issued by ${leaf?.issuer}`),
    ],
    fixes: [fix(0, 'Declare what is served'), fix(certificates.length, 'Serve what is declared')],
    rootCause: 'certificate-issuer',
  }
}

function notSeen(input: FindingInput, hidden: readonly TlsEndpoint[]): readonly RuleFinding[] {
  const [certificate] = hidden.flatMap((endpoint) => declaredFor(input, endpoint))
  if (certificate === undefined) return []
  return [
    asks({
      key: 'own-authority',
      title: `Whether ${hidden.map(({ body }) => body.node).join(', ')} serve the declared certificate is not known: their probes trust an authority of one's own`,
      fact: 'the fingerprint of the certificate that is meant',
      inventoryPath: `tls.certificates.${certificate.slug}.fingerprint256`,
      subjects: nodeSubjects(hidden.map(({ body }) => body.node)),
      statements: [
        chainStatement(input, certificate),
        ...hidden.map((endpoint) => endpointStatement(endpoint, 'issuer', leafOf(endpoint)?.issuer)),
      ],
    }),
  ]
}
