import {
  isProxiedRecord,
  recordStatement,
  recordSubjects,
  recordsOfType,
} from '@/lib/core/findings/dns-words'
import { nodesOf } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, stated } from '@/lib/core/findings/statements'

export const dns015 = defineRule({
  id: 'DNS-015',
  title: 'A name that is not proxied reveals the origin behind one that is',
  severity: 'medium',
  reference: 'Cloudflare, protect your origin',
  reads: ['inventory.dns', 'inventory.nodes'],
  evaluate: (input) => {
    const proxied = recordsOfType(input, 'A', 'AAAA').find(isProxiedRecord)
    if (proxied === undefined) return []
    const origins = new Map(
      nodesOf(input, 'web-server', 'firewall', 'load-balancer').flatMap((node) =>
        node.address === undefined ? [] : [[node.address, node] as const],
      ),
    )
    return recordsOfType(input, 'A', 'AAAA')
      .filter((each) => !isProxiedRecord(each))
      .flatMap((each) => {
        const node = origins.get(each.data)
        if (node === undefined) return []
        return [
          {
            key: each.record.slug,
            title: `${each.name} is not proxied and shows the address of ${node.name}, which ${proxied.name} hides`,
            subjects: [...recordSubjects([each]), `node:${node.slug}`],
            statements: [
              recordStatement(each),
              recordStatement(proxied, `${proxied.name} ${proxied.data}, proxied`),
              stated('node', node, 'address', node.address),
            ],
            fixes: [
              fix(0, 'Proxy it too, or move it to another address'),
              fix(2, 'Change the address, and accept the edge alone'),
            ],
          },
        ]
      })
  },
})
