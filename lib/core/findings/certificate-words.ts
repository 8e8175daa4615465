import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact, ServedCertificate } from '@/lib/core/observed/fact'
import { keptBy } from './kept-by'
import type { FindingInput, RuleFinding, RuleStatement } from './rule-definition'
import { asks, observed, stated } from './statements'
import { authorityOf, edgeProductOf } from './tables/authorities'

export type Certificate = Inventory['tls']['certificates'][number]
export type Hop = Inventory['tls']['hops'][number]
export type TlsEndpoint = ObservedFact<FactOf<'tls-endpoint'>>

/** A certificate with those that sign it, up to the root. */
export function chainOf({ inventory }: FindingInput, certificate: Certificate): readonly Certificate[] {
  const { certificates } = inventory.tls
  const chain = [certificate]
  for (
    let at = certificate.issuer;
    at !== undefined && chain.length <= certificates.length;
    at = chain.at(-1)?.issuer
  ) {
    const issuer = certificates.find((each) => each.slug === at)
    if (issuer === undefined || chain.includes(issuer)) break
    chain.push(issuer)
  }
  return chain
}

export function leaves({ inventory }: FindingInput): readonly Certificate[] {
  return inventory.tls.certificates.filter((each) => each.role === 'domain')
}

/** Who issues a declared certificate, by its own word or by the names in its chain. */
export function issuerOf(input: FindingInput, certificate: Certificate): string | undefined {
  const named = certificate.issuerOrganization
  if (named !== undefined) return authorityOf(named)?.organization ?? named
  return chainOf(input, certificate)
    .slice(1)
    .flatMap((each) => authorityOf(each.subject)?.organization ?? [])[0]
}

/** Who may issue what is presented on a hop: one authority, or those of the edge's product. */
export function hopIssuers(hop: Hop): readonly string[] {
  if (hop.issuerOrganization !== undefined)
    return [authorityOf(hop.issuerOrganization)?.organization ?? hop.issuerOrganization]
  if (hop.certificate === undefined) return []
  const product = edgeProductOf(hop.certificate)
  if (product !== undefined) return product.organizations
  const authority = authorityOf(hop.certificate)
  return authority === undefined ? [] : [authority.organization]
}

export function chainStatement(input: FindingInput, certificate: Certificate): RuleStatement {
  const chain = chainOf(input, certificate)
    .toReversed()
    .map((each) => each.subject)
  return stated('certificate', certificate, 'issuer', chain.join(' → '))
}

export function hopStatement(
  hop: Hop,
  field: 'certificate' | 'encryption' | 'protocol' | 'mode' = 'certificate',
): RuleStatement {
  return stated('TLS hop', hop, field, hop[field] === undefined ? undefined : `${hop.title}: ${hop[field]}`)
}

const answering = keptBy((facts: readonly TlsEndpoint[]) => facts.filter(({ body }) => body.chain.length > 0))

/** Endpoints that were seen to present a certificate. */
export function endpoints(input: FindingInput): readonly TlsEndpoint[] {
  return answering(input.factsOf('tls-endpoint'))
}

/**
 * Served by an authority of one's own which the probe is told to trust: what binds public authorities (lifetimes,
 * revocation, CAA) does not bind it, and it says nothing of what visitors are served.
 */
export function isOwnAuthority({ body }: TlsEndpoint): boolean {
  return body.trust?.isTrusted === true && body.trust.anchors === 'own'
}

/** As `judgeEndpoints`, of endpoints that are bound by what binds public authorities. */
export function judgePublicEndpoints(
  input: FindingInput,
  what: string,
  judge: (endpoint: TlsEndpoint, leaf: ServedCertificate) => readonly RuleFinding[],
): readonly RuleFinding[] {
  return judgeEndpoints(input, what, (endpoint, leaf) =>
    isOwnAuthority(endpoint) ? [] : judge(endpoint, leaf),
  )
}

export function leafOf(endpoint: TlsEndpoint): ServedCertificate | undefined {
  return endpoint.body.chain[0]
}

export function endpointName({ body }: TlsEndpoint): string {
  return `${body.node} (${body.serverName} at ${body.host}:${body.port})`
}

export function endpointKey({ body }: TlsEndpoint): string {
  return `${body.node}:${body.port}:${body.serverName}`
}

export function endpointStatement(endpoint: TlsEndpoint, field: string, value: unknown): RuleStatement {
  return observed(endpoint, `${field} at ${endpointName(endpoint)}`, value)
}

/** Judges each endpoint as served; asks where none was seen though certificates are declared. */
export function judgeEndpoints(
  input: FindingInput,
  what: string,
  judge: (endpoint: TlsEndpoint, leaf: ServedCertificate) => readonly RuleFinding[],
): readonly RuleFinding[] {
  const seen = endpoints(input)
  const presenters = [...new Set(leaves(input).flatMap((each) => each.presentedBy))]
  if (seen.length === 0 && presenters.length > 0) {
    const question = asks({
      title: `${what} was not observed`,
      fact: 'what each TLS endpoint serves',
      inventoryPath: `nodes.${presenters[0]}.probes`,
      subjects: presenters.map((slug) => `node:${slug}`),
    })
    return [question]
  }
  return seen.flatMap((endpoint) => {
    const leaf = leafOf(endpoint)
    return leaf === undefined ? [] : judge(endpoint, leaf)
  })
}

/** `C=US, O=Let's Encrypt, CN=R11` or the same on lines of its own → `Let's Encrypt`. */
export function organizationIn(distinguishedName: string): string {
  const part = /(?:^|[,\n]\s*|\/)O\s*=\s*"?([^,"\n/]+)/.exec(distinguishedName)?.[1]?.trim()
  return part ?? commonNameIn(distinguishedName)
}

export function commonNameIn(distinguishedName: string): string {
  return /(?:^|[,\n]\s*|\/)CN\s*=\s*"?([^,"\n/]+)/.exec(distinguishedName)?.[1]?.trim() ?? distinguishedName
}

/** Whether a name of a certificate holds for a host: a wildcard stands for one label alone (RFC 9525 s.6.3). */
export function coversName(pattern: string, host: string): boolean {
  const [own, asked] = [pattern.toLowerCase(), host.toLowerCase()]
  if (!own.startsWith('*.')) return own === asked
  return asked.includes('.') && asked.slice(asked.indexOf('.')) === own.slice(1)
}
