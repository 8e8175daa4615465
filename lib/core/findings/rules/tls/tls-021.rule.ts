import { type Hop, hopStatement } from '@/lib/core/findings/certificate-words'
import { linkNamed, nodeNamed } from '@/lib/core/findings/estate-index'
import {
  defineRule,
  type FindingInput,
  type RuleFinding,
  type RuleStatement,
} from '@/lib/core/findings/rule-definition'
import { clearStatements, isSeenOnOneMachine, spokenInClear } from '@/lib/core/findings/spoken-in-clear'
import { asks, fix, nodeSubjects, stated } from '@/lib/core/findings/statements'
import { messagesOf } from '@/lib/core/inventory/flow'
import type { InventoryLink } from '@/lib/core/inventory/link'

export const tls021 = defineRule({
  id: 'TLS-021',
  title: 'Sessions or credentials cross from host to host in clear',
  severity: 'high',
  reference: 'PCI 4.2.1, ISO A.8.24, SOC2 CC6.7',
  reads: [
    'inventory.tls',
    'inventory.links',
    'inventory.nodes',
    'inventory.groups',
    'inventory.flows',
    'fact.encryption',
  ],
  evaluate: (input) =>
    input.inventory.tls.hops
      .filter((hop) => hop.isOnOneHost !== true && !isSeenOnOneMachine(input, hop))
      .flatMap((hop) => judge(input, hop)),
})

const secret = ['credentials', 'sessions', 'personal-data']

function judge(input: FindingInput, hop: Hop): readonly RuleFinding[] {
  const seen = clearStatements(spokenInClear(input, hop))
  if (hop.isEncrypted && seen.length === 0) return []
  const crossing = hop.links
    .flatMap((id) => linkNamed(input, id) ?? [])
    .filter((link) => isBetweenHosts(input, link))
  if (crossing.length === 0) return []
  const subjects = [
    ...crossing.map((each) => `link:${each.id}`),
    ...nodeSubjects([...new Set(crossing.flatMap((each) => [each.source, each.target]))]),
  ]
  const carried = hop.carries?.filter((each) => secret.includes(each)) ?? sessionsOver(input, crossing)
  if (hop.carries === undefined && carried.length === 0) {
    return [
      asks({
        key: hop.slug,
        title: `What ${hop.title} carries in clear between hosts is not stated`,
        fact: `what ${hop.title} carries`,
        inventoryPath: `tls.hops.${hop.slug}.carries`,
        subjects,
        statements: [hopStatement(hop, 'encryption'), ...seen],
      }),
    ]
  }
  if (carried.length === 0) return []
  const what = carried.join(', ')
  return [
    {
      key: hop.slug,
      title: hop.isEncrypted
        ? `${hop.title} is declared encrypted, and carries ${what} in clear`
        : `${hop.title} carries ${what} from host to host in clear`,
      subjects,
      isContradiction: true,
      statements: [
        stated('TLS hop', hop, 'encryption', hop.encryption),
        ...seen,
        ...crossing.slice(0, 1).flatMap((link) => linkStatements(input, link)),
      ],
      fixes: [
        fix(0, 'Encrypt this hop'),
        fix(1 + seen.length, 'Say that both ends are on one machine', `tls.hops.${hop.slug}.isOnOneHost`),
      ],
      rootCause: 'clear-text-between-hosts',
    },
  ]
}

function linkStatements(input: FindingInput, link: InventoryLink): readonly RuleStatement[] {
  const ends = [nodeNamed(input, link.source), nodeNamed(input, link.target)]
  const way = `${link.source} → ${link.target}, ${link.protocol ?? 'protocol not stated'}`
  return [
    ...ends.flatMap((node) =>
      node ? [stated('node', node, 'address', [node.address ?? node.kind, node.region ?? node.zone])] : [],
    ),
    stated('link', link, 'protocol', way),
  ]
}

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
