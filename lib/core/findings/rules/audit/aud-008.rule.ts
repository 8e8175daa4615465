import { linkNamed, linksOfKind, nodeNamed } from '@/lib/core/findings/estate-index'
import { declaredRules } from '@/lib/core/findings/firewall-words'
import { defineRule, type FindingInput, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { fix, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'
import { messagesOf } from '@/lib/core/inventory/flow'
import type { Inventory } from '@/lib/core/inventory/inventory'

export const aud008 = defineRule({
  id: 'AUD-008',
  title: 'The same fact is stated differently in two views',
  severity: 'medium',
  reference: 'one fact, one place',
  reads: [
    'inventory.contradictions',
    'inventory.tls',
    'inventory.links',
    'inventory.nodes',
    'inventory.traffic',
    'inventory.flows',
    'inventory.firewallRules',
    'inventory.disasterRecovery',
  ],
  evaluate: (input) => [
    ...protocolsOfHops(input),
    ...waysToChoose(input),
    ...allowLists(input),
    ...waysToRecover(input),
    ...input.inventory.contradictions.map(declaredContradiction),
  ],
})

type Contradiction = Inventory['contradictions'][number]

/** A setting allows a version that a hop, which presents the same certificate, does not. */
function protocolsOfHops(input: FindingInput): readonly RuleFinding[] {
  const { tls } = input.inventory
  return tls.settings.flatMap((setting) => {
    if (setting.requirement.type !== 'protocols') return []
    const { allowed } = setting.requirement
    const presenters = new Set(
      tls.certificates.find((each) => each.slug === setting.certificate)?.presentedBy,
    )
    return tls.hops.flatMap((hop) => {
      const links = hop.links
        .flatMap((id) => linkNamed(input, id) ?? [])
        .filter((link) => presenters.has(link.target))
      const refused = allowed.filter(
        (version) => hop.protocol !== undefined && !isAllowed(hop.protocol, version),
      )
      if (links.length === 0 || refused.length === 0) return []
      return [
        {
          key: `protocols:${hop.slug}`,
          title: `${setting.stated} lets ${refused.join(', ')} in, ${hop.title} says ${hop.protocol}`,
          subjects: [
            ...links.map((link) => `link:${link.id}`),
            ...nodeSubjects([...new Set(links.map((link) => link.target))]),
          ],
          isContradiction: true,
          statements: [
            stated('TLS setting', setting, 'stated', setting.stated),
            stated('TLS hop', hop, 'protocol', hop.protocol),
          ],
          fixes: fixes(`Refuse ${refused.join(', ')}`, `Allow ${allowed.join(', ')} on ${hop.title}`),
        },
      ]
    })
  })
}

/** `TLS 1.2+` allows 1.2 and 1.3; `TLS 1.3` that alone. */
function isAllowed(said: string, version: string): boolean {
  const own = Number(/[\d.]+/.exec(version)?.[0])
  const [least] = said.match(/[\d.]+/) ?? []
  return said.includes('+') ? own >= Number(least) : said.includes(String(own))
}

/** Visitors who stick to a backend do not go round. */
function waysToChoose({ inventory }: FindingInput): readonly RuleFinding[] {
  const balancer = inventory.traffic?.loadBalancer
  if (
    balancer === undefined ||
    !/round.?robin/i.test(balancer.method) ||
    !/hash|sticky/i.test(balancer.session)
  )
    return []
  const thing = { ...balancer, slug: balancer.node }
  const weighted = inventory.links.filter(
    (link) => link.source === balancer.node && link.weight !== undefined,
  )
  return [
    {
      key: `choice:${balancer.node}`,
      title: `${balancer.node} is to take turns and to stick: ${balancer.method}, ${balancer.session}`,
      subjects: [`node:${balancer.node}`, ...weighted.map((link) => `link:${link.id}`)],
      isContradiction: true,
      statements: [
        stated('load balancer', thing, 'method', balancer.method),
        stated('load balancer', thing, 'session', balancer.session),
        ...weighted.map((link) => stated('link', link, 'weight', `${link.weight} % to ${link.target}`)),
      ],
      fixes: fixes('Choose by the address alone', 'Do without stickiness: sessions are shared'),
    },
  ]
}

/** A flow checks addresses at a firewall whose rules name none. */
function allowLists(input: FindingInput): readonly RuleFinding[] {
  return input.inventory.flows.flatMap((flow) =>
    messagesOf(flow.steps)
      .filter((message) => /white.?list|allow.?list/i.test(message.control ?? ''))
      .flatMap((message) => {
        const nodes = flow.participants.find((each) => each.key === message.to)?.nodes ?? []
        const open = nodes
          .flatMap((node) => declaredRules(input, node))
          .filter((rule) => rule.action === 'allow' && rule.from === null)
        if (open.length === 0) return []
        return [
          {
            key: `allow-list:${flow.slug}:${message.to}`,
            title: `${flow.name} checks an allow list at ${nodes.join(', ')}, whose rules name no address`,
            subjects: [`flow:${flow.slug}`, ...nodeSubjects(nodes)],
            isContradiction: true,
            statements: [
              stated('flow', flow, `${message.to}.control`, message.control),
              ...open.map((rule) => rule.statement),
            ],
            fixes: fixes(
              'Say where the list is checked: behind an edge, the firewall sees the edge',
              'Name the addresses in the rule',
            ),
          },
        ]
      }),
  )
}

/** A scenario restores an old backup where a replica has the newest data. */
function waysToRecover(input: FindingInput): readonly RuleFinding[] {
  const replications = linksOfKind(input, 'replication').filter(
    (link) => nodeNamed(input, link.target)?.kind === 'datacentre',
  )
  const backups = linksOfKind(input, 'backup').filter((link) =>
    replications.some((each) => each.source === link.source),
  )
  return input.inventory.disasterRecovery.scenarios.flatMap((scenario) => {
    const step = scenario.steps.find((each) => /restore.*backup/i.test(each))
    if (step === undefined || replications.length === 0) return []
    return [
      {
        key: `recovery:${scenario.slug}`,
        title: `${scenario.name} restores a backup, though a replica follows in real time`,
        subjects: [
          `scenario:${scenario.slug}`,
          ...replications.map((link) => `link:${link.id}`),
          ...nodeSubjects(replications.flatMap((link) => [link.source, link.target])),
        ],
        isContradiction: true,
        statements: [
          stated('recovery scenario', scenario, 'steps', step),
          ...replications.map((link) => stated('link', link, 'label', link.label ?? 'replication')),
          ...backups.map((link) => stated('link', link, 'label', link.label ?? 'backup')),
        ],
        fixes: fixes(
          'Promote the replica; restore only what it does not have',
          'Say why the replica is not trusted',
        ),
      },
    ]
  })
}

function declaredContradiction(contradiction: Contradiction): RuleFinding {
  const isOpen = contradiction.kind === 'contradiction'
  return {
    key: contradiction.slug,
    severity: isOpen ? 'medium' : 'info',
    title: isOpen ? `Contradiction: ${contradiction.subject}` : `Left open: ${contradiction.subject}`,
    subjects: [
      ...nodeSubjects(contradiction.nodes),
      ...contradiction.links.map((id) => `link:${id}`),
      ...contradiction.ports.map((slug) => `port:${slug}`),
    ],
    statements: contradiction.statements.map((each, index) =>
      stated(
        'contradiction',
        { slug: contradiction.slug, specifiedIn: [each.section] },
        `statements.${index}`,
        each.text,
      ),
    ),
    fixes: contradiction.statements.map((each, index) => fix(index, `Correct “${each.section}”`)),
    rootCause: contradiction.slug,
    isEcho: true,
  }
}
