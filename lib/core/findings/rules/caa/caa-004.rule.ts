import { allowedIssuers, caaFor } from '@/lib/core/findings/caa'
import {
  chainStatement,
  coversName,
  endpointKey,
  endpointStatement,
  endpoints,
  isOwnAuthority,
  issuerOf,
  leafOf,
  leaves,
  organizationIn,
} from '@/lib/core/findings/certificate-words'
import { recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import {
  defineRule,
  type FindingInput,
  type RuleFinding,
  type RuleStatement,
} from '@/lib/core/findings/rule-definition'
import { fix, nodeSubjects } from '@/lib/core/findings/statements'
import { authorityOf } from '@/lib/core/findings/tables/authorities'

export const caa004 = defineRule({
  id: 'CAA-004',
  title: 'The issuer of a certificate is not one that CAA allows: its renewal will fail',
  severity: 'high',
  reference: 'RFC 8659 s.4.2, 4.3',
  reads: ['inventory.dns', 'inventory.tls', 'inventory.nodes', 'fact.tls-endpoint', 'fact.dns-answer'],
  evaluate: (input) => {
    const declared = leaves(input).flatMap((certificate) => {
      const issuer = issuerOf(input, certificate)
      return issuer === undefined
        ? []
        : forbidden(input, {
            issuer,
            name: certificate.subject,
            key: `declared:${certificate.slug}`,
            nodes: certificate.presentedBy,
            statement: chainStatement(input, certificate),
          })
    })
    const served = endpoints(input).flatMap((endpoint) => {
      const leaf = leafOf(endpoint)
      if (leaf === undefined || isOwnAuthority(endpoint)) return []
      const issuer = organizationIn(leaf.issuer)
      const name =
        leaf.names.find((each) => coversName(each, endpoint.body.serverName)) ?? endpoint.body.serverName
      return forbidden(input, {
        issuer: authorityOf(issuer)?.organization ?? issuer,
        name,
        key: endpointKey(endpoint),
        nodes: [endpoint.body.node],
        statement: endpointStatement(endpoint, 'issuer', leaf.issuer),
      })
    })
    return [...declared, ...served]
  },
})

interface Issued {
  readonly issuer: string
  readonly name: string
  readonly key: string
  readonly nodes: readonly string[]
  readonly statement: RuleStatement
}

/** CAA is asked at issuance and never proves a certificate wrong: the finding is about the next one. */
function forbidden(input: FindingInput, issued: Issued): readonly RuleFinding[] {
  const records = caaFor(input, issued.name)
  const allowed = allowedIssuers(
    records.map((each) => each.data),
    issued.name.startsWith('*.'),
  )
  if (allowed === undefined) return []
  const own = authorityOf(issued.issuer)?.caa ?? []
  if (own.some((identifier) => allowed.includes(identifier))) return []
  const dns = input.inventory.dns
  return [
    {
      key: issued.key,
      title: `CAA does not let ${issued.issuer} issue for ${issued.name}: the next renewal fails`,
      subjects: [
        ...nodeSubjects([...issued.nodes, ...(dns ? [dns.server] : [])]),
        ...recordSubjects(records),
      ],
      isContradiction: true,
      statements: [...records.map((each) => recordStatement(each, each.data)), issued.statement],
      fixes: [
        fix(0, own[0] ? `Allow ${own[0]} too` : `Allow the authority of ${issued.issuer}`),
        fix(records.length, `Order from ${allowed.join(' or ') || 'nobody'}`),
      ],
      rootCause: 'certificate-issuer',
    },
  ]
}
