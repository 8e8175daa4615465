import { hopStatement } from '@/lib/core/findings/certificate-words'
import { linkNamed, nodeNamed } from '@/lib/core/findings/estate-index'
import { defineRule, type FindingInput } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'
import { messagesOf } from '@/lib/core/inventory/flow'
import type { InventoryLink } from '@/lib/core/inventory/link'

export const tls021 = defineRule({
  id: 'TLS-021',
  title: 'Sessions or credentials cross from host to host in clear',
  severity: 'high',
  reference: 'PCI 4.2.1, ISO A.8.24, SOC2 CC6.7',
  reads: ['inventory.tls', 'inventory.links', 'inventory.nodes', 'inventory.flows'],
  evaluate: (input) =>
    input.inventory.tls.hops
      .filter((hop) => !hop.isEncrypted && hop.isOnOneHost !== true)
      .flatMap((hop) => {
        const crossing = hop.links
          .flatMap((id) => linkNamed(input, id) ?? [])
          .filter((link) => isBetweenHosts(input, link))
        const [link] = crossing
        if (link === undefined) return []
        const subjects = [
          ...crossing.map((each) => `link:${each.id}`),
          ...nodeSubjects([...new Set(crossing.flatMap((each) => [each.source, each.target]))]),
        ]
        const carried =
          hop.carries?.filter((each) => ['credentials', 'sessions', 'personal-data'].includes(each)) ??
          sessionsOver(input, crossing)
        if (hop.carries === undefined && carried.length === 0) {
          return [
            asks({
              key: hop.slug,
              title: `What ${hop.title} carries in clear between hosts is not stated`,
              fact: `what ${hop.title} carries`,
              inventoryPath: `tls.hops.${hop.slug}.carries`,
              subjects,
              statements: [hopStatement(hop, 'encryption')],
            }),
          ]
        }
        if (carried.length === 0) return []
        const ends = [nodeNamed(input, link.source), nodeNamed(input, link.target)]
        return [
          {
            key: hop.slug,
            title: `${hop.title} carries ${carried.join(', ')} from host to host in clear`,
            subjects,
            isContradiction: true,
            statements: [
              stated('TLS hop', hop, 'encryption', hop.encryption),
              ...ends.flatMap((node) =>
                node
                  ? [stated('node', node, 'address', [node.address ?? node.kind, node.region ?? node.zone])]
                  : [],
              ),
              ...crossing
                .slice(0, 1)
                .map((each) =>
                  stated(
                    'link',
                    each,
                    'protocol',
                    `${each.source} → ${each.target}, ${each.protocol ?? 'protocol not stated'}`,
                  ),
                ),
            ],
            fixes: fixes('Encrypt this hop', 'Say that both ends are on one machine'),
            rootCause: 'clear-text-between-hosts',
          },
        ]
      }),
})

/** Both ends have their own address, region or zone: they are not one machine. */
function isBetweenHosts(input: FindingInput, link: InventoryLink): boolean {
  const [source, target] = [nodeNamed(input, link.source), nodeNamed(input, link.target)]
  if (source === undefined || target === undefined) return false
  return source.address !== undefined && source.address !== target.address
}

/** Flows that name sessions and use one of the links. */
function sessionsOver(input: FindingInput, links: readonly InventoryLink[]): readonly string[] {
  const ids = new Set(links.map((link) => link.id))
  const has = input.inventory.flows.some((flow) => {
    const messages = messagesOf(flow.steps)
    return (
      messages.some((each) => /session|cookie|login|password/i.test(each.text)) &&
      messages.some((each) => each.links?.some((id) => ids.has(id)))
    )
  })
  return has ? ['sessions'] : []
}
