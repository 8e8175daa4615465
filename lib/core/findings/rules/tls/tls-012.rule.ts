import {
  endpointStatement,
  endpoints,
  judgeEndpoints,
  type TlsEndpoint,
} from '@/lib/core/findings/certificate-words'
import { groupBy } from '@/lib/core/findings/kept-by'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, known, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const tls012 = defineRule({
  id: 'TLS-012',
  title: 'HSTS is missing, short, or leaves subdomains out',
  severity: 'medium',
  reference: 'RFC 6797; Mozilla 6.0',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) => {
    const judged = judgeEndpoints(input, 'HSTS', () => [])
    const found = endpoints(input).flatMap((endpoint) => {
      const problem = problemOf(endpoint)
      return problem === undefined ? [] : [{ endpoint, problem }]
    })
    const alike = groupBy(found, ({ problem }) => problem)
    const setting = input.inventory.tls.settings.find((each) => each.requirement.type === 'hsts')
    return [
      ...judged,
      ...[...alike].map(([problem, each]) => ({
        key: problem,
        severity: problem === 'year' || problem === 'subdomains' ? ('low' as const) : ('medium' as const),
        title: `${each.map(({ endpoint }) => endpoint.body.node).join(', ')}: ${problems[problem]}`,
        subjects: nodeSubjects(each.map(({ endpoint }) => endpoint.body.node)),
        statements: [
          ...each.map(({ endpoint }) =>
            endpointStatement(endpoint, 'Strict-Transport-Security', headerOf(endpoint)),
          ),
          ...(setting ? [stated('TLS setting', setting, 'stated', setting.stated)] : []),
          known('Mozilla Server Side TLS 6.0', 'HSTS', `max-age ${MOZILLA_SECONDS}`),
        ],
        fixes: [
          fix(0, `Send max-age=${MOZILLA_SECONDS}; includeSubDomains`),
          ...(setting ? [fix(each.length, 'Say that HSTS is not wanted')] : []),
        ],
      })),
    ]
  },
})

const problems = {
  missing: 'no HSTS is sent',
  short: 'HSTS is asked for less than a year',
  year: 'one year of HSTS is asked for, less than Mozilla advises',
  subdomains: 'HSTS leaves subdomains out',
} as const

/** One kind of problem is one finding, however many endpoints have it. */
function problemOf({ body }: TlsEndpoint): keyof typeof problems | undefined {
  const { hsts, hstsFailure, failure, port } = body
  if (failure !== null || hstsFailure !== null || (port !== 443 && hsts === null)) return undefined
  if (hsts === null) return 'missing'
  if (hsts.maxAgeSeconds < PRELOAD_SECONDS) return 'short'
  if (hsts.maxAgeSeconds < MOZILLA_SECONDS) return 'year'
  return hsts.includesSubDomains ? undefined : 'subdomains'
}

function headerOf({ body: { hsts } }: TlsEndpoint): string {
  if (hsts === null) return 'not sent'
  return `max-age=${hsts.maxAgeSeconds}${hsts.includesSubDomains ? '; includeSubDomains' : ''}`
}

const PRELOAD_SECONDS = 31_536_000
const MOZILLA_SECONDS = 63_072_000
