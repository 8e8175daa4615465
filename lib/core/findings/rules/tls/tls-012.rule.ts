import {
  endpointKey,
  endpointName,
  endpointStatement,
  judgeEndpoints,
} from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known, stated } from '@/lib/core/findings/statements'

export const tls012 = defineRule({
  id: 'TLS-012',
  title: 'HSTS is missing, short, or leaves subdomains out',
  severity: 'medium',
  reference: 'RFC 6797; Mozilla 6.0',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgeEndpoints(input, 'HSTS', (endpoint) => {
      const { hsts, failure } = endpoint.body
      const isWeb = endpoint.body.port === 443 || hsts !== null
      const problem =
        hsts === null
          ? 'sends no HSTS'
          : hsts.maxAgeSeconds < PRELOAD_SECONDS
            ? `asks for HSTS for ${hsts.maxAgeSeconds} s alone`
            : hsts.maxAgeSeconds < MOZILLA_SECONDS
              ? 'asks for one year of HSTS, less than Mozilla advises'
              : !hsts.includesSubDomains
                ? 'leaves subdomains out of HSTS'
                : undefined
      if (!isWeb || failure !== null || problem === undefined) return []
      const setting = input.inventory.tls.settings.find((each) => each.requirement.type === 'hsts')
      return [
        {
          key: endpointKey(endpoint),
          severity:
            hsts !== null && hsts.maxAgeSeconds >= PRELOAD_SECONDS ? ('low' as const) : ('medium' as const),
          title: `${endpointName(endpoint)} ${problem}`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(
              endpoint,
              'Strict-Transport-Security',
              hsts === null
                ? 'not sent'
                : `max-age=${hsts.maxAgeSeconds}${hsts.includesSubDomains ? '; includeSubDomains' : ''}`,
            ),
            setting
              ? stated('TLS setting', setting, 'stated', setting.stated)
              : known('Mozilla Server Side TLS 6.0', 'HSTS', `max-age ${MOZILLA_SECONDS}`),
          ],
          fixes: fixes(`Send max-age=${MOZILLA_SECONDS}; includeSubDomains`, 'Say that HSTS is not wanted'),
        },
      ]
    }),
})

const PRELOAD_SECONDS = 31_536_000
const MOZILLA_SECONDS = 63_072_000
