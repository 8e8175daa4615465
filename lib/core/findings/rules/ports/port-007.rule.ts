import { isProxiedRecord, recordStatement, zoneRecords } from '@/lib/core/findings/dns-words'
import { nodeNamed } from '@/lib/core/findings/estate-index'
import { activePorts, portStatement } from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known, nodeSubjects } from '@/lib/core/findings/statements'
import { cloudflarePorts } from '@/lib/core/findings/tables/ports'

export const port007 = defineRule({
  id: 'PORT-007',
  title: 'An external port stands behind names whose proxy does not carry it',
  severity: 'medium',
  reference: 'Cloudflare network ports',
  reads: ['inventory.ports', 'inventory.dns', 'inventory.nodes'],
  evaluate: (input) => {
    const addresses = zoneRecords(input).filter((record) => record.type === 'A' || record.type === 'AAAA')
    const proxied = addresses.filter(isProxiedRecord)
    const first = proxied[0]
    if (first === undefined || proxied.length < addresses.length) return []
    return activePorts(input)
      .filter((port) => port.class === 'external' && !cloudflarePorts.has(port.port))
      .filter((port) => !port.targets.some((target) => (nodeNamed(input, target)?.hosts ?? []).length > 0))
      .map((port) => ({
        key: port.slug,
        title: `Port ${port.port} is external, but every public name is proxied and the proxy does not carry it`,
        subjects: [`port:${port.slug}`, `record:${first.record.slug}`, ...nodeSubjects(port.targets)],
        statements: [
          portStatement(port, 'port', `${port.port} ${port.service}, ${port.class}`),
          recordStatement(first, `${first.name} ${first.type} ${first.data}, proxied`),
          known('Cloudflare network ports', 'proxied ports', [...cloudflarePorts].join(', ')),
        ],
        fixes: fixes(
          `Say by which name or address port ${port.port} is reached`,
          'Add a name of its own that is not proxied',
        ),
      }))
  },
})
