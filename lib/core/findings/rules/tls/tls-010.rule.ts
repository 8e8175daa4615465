import {
  endpointKey,
  endpointName,
  endpointStatement,
  judgeEndpoints,
} from '@/lib/core/findings/certificate-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known, stated } from '@/lib/core/findings/statements'

export const tls010 = defineRule({
  id: 'TLS-010',
  title: 'Weak ciphers are accepted',
  severity: 'high',
  reference: 'RFC 9325 s.4.2; Mozilla 6.0',
  reads: ['inventory.tls', 'fact.tls-endpoint'],
  evaluate: (input) =>
    judgeEndpoints(input, 'Which ciphers are accepted', (endpoint) => {
      const weak = endpoint.body.ciphers.filter(
        ({ protocol, name }) =>
          protocol !== 'TLSv1.3' &&
          (!/^(TLS_)?(ECDHE|DHE)/.test(name) ||
            !/GCM|CHACHA20|CCM/.test(name) ||
            /RC4|3DES|DES-CBC3|NULL|EXP/.test(name)),
      )
      if (weak.length === 0) return []
      const setting = input.inventory.tls.settings.find((each) => each.requirement.type === 'ciphers')
      return [
        {
          key: endpointKey(endpoint),
          title: `${endpointName(endpoint)} accepts ${weak.length} weak ciphers`,
          subjects: [`node:${endpoint.body.node}`],
          statements: [
            endpointStatement(
              endpoint,
              'ciphers',
              weak.map(({ name }) => name),
            ),
            setting
              ? stated('TLS setting', setting, 'stated', setting.stated)
              : known('RFC 9325 s.4.2', 'ciphers', 'forward secret and authenticated'),
          ],
          fixes: fixes('Accept ECDHE with AES-GCM or ChaCha20 alone'),
        },
      ]
    }),
})
