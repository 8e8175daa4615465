import {
  endpointKey,
  endpointName,
  endpointStatement,
  judgeEndpoints,
} from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known, stated } from '@/lib/core/findings/statements'

export const tls008 = defineRule({
  id: 'TLS-008',
  title: 'TLS 1.0 or 1.1 is offered',
  severity: 'high',
  reference: 'RFC 8996, RFC 9325',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgeEndpoints(input, 'Which versions are offered', (endpoint) => {
      const old = (['TLSv1', 'TLSv1.1'] as const).filter(
        (version) => endpoint.body.protocols[version] === 'offered',
      )
      if (old.length === 0) return []
      const setting = input.inventory.tls.settings.find((each) => each.requirement.type === 'protocols')
      return [
        {
          key: endpointKey(endpoint),
          title: `${endpointName(endpoint)} offers ${old.join(' and ')}`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(endpoint, 'protocols', old),
            setting
              ? stated('TLS setting', setting, 'stated', setting.stated)
              : known('RFC 8996', 'TLS 1.0, 1.1', 'deprecated'),
          ],
          fixes: fixes('Turn them off', 'Say why they are needed'),
        },
      ]
    }),
})
