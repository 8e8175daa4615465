import { type FlowStep, messagesOf } from './flow'
import type { Inventory } from './inventory'
import { suggestName } from './nearest-name'

export type InventoryPath = readonly (string | number)[]

/** Something that an inventory of the right shape still gets wrong. */
export interface InventoryProblem {
  readonly path: InventoryPath
  readonly message: string
  readonly remedy: string
}

/** Each suggestion compares a name with all that are known: a file full of wrong ones must not take for ever. */
const MOST_SUGGESTIONS = 100

/** Names that are given twice, and names that nothing bears. Empty when the inventory holds together. */
export function checkReferences(inventory: Inventory): readonly InventoryProblem[] {
  return [
    ...duplicateProblems(inventory),
    ...namedThings(inventory).flatMap(({ kind, known, uses }) =>
      uses
        .filter((use) => !known.has(use.name))
        .map((use, index) => ({
          path: use.path,
          message: `there is no ${kind} ${use.name}`,
          remedy: index < MOST_SUGGESTIONS ? suggestName(use.name, known) : 'Correct the others first.',
        })),
    ),
  ]
}

interface Use {
  readonly path: InventoryPath
  readonly name: string
}

interface NamedThing {
  readonly kind: string
  readonly known: ReadonlySet<string>
  readonly uses: readonly Use[]
}

function namedThings(inventory: Inventory): readonly NamedThing[] {
  const { zones, regions, groups, nodes, links, views, ports, tls } = inventory
  return [
    { kind: 'zone', known: slugsOf(zones), uses: nodes.flatMap((n, i) => one(['nodes', i, 'zone'], n.zone)) },
    {
      kind: 'region',
      known: slugsOf(regions),
      uses: nodes.flatMap((node, i) => one(['nodes', i, 'region'], node.region)),
    },
    {
      kind: 'group',
      known: slugsOf(groups),
      uses: nodes.flatMap((node, i) => [
        ...one(['nodes', i, 'group'], node.group),
        ...one(['nodes', i, 'rollsUp'], node.rollsUp),
      ]),
    },
    { kind: 'node', known: slugsOf(nodes), uses: usesOfNodes(inventory) },
    { kind: 'link', known: new Set(links.map((link) => link.id)), uses: usesOfLinks(inventory) },
    {
      kind: 'view',
      known: slugsOf(views),
      uses: links.flatMap((link, i) => many(['links', i, 'views'], link.views)),
    },
    {
      kind: 'port',
      known: slugsOf(ports),
      uses: inventory.contradictions.flatMap((each, i) => many(['contradictions', i, 'ports'], each.ports)),
    },
    {
      kind: 'certificate',
      known: slugsOf(tls.certificates),
      uses: [
        ...tls.certificates.flatMap((each, i) => one(['tls', 'certificates', i, 'issuer'], each.issuer)),
        ...tls.settings.flatMap((each, i) => one(['tls', 'settings', i, 'certificate'], each.certificate)),
      ],
    },
    ...participantsOf(inventory),
  ]
}

function usesOfNodes(inventory: Inventory): readonly Use[] {
  const { groups, links, views, ports, firewallRules, dns, tls, traffic, alerts, flows } = inventory
  return [
    ...groups.flatMap((group, i) => [
      ...many(['groups', i, 'members'], group.members),
      ...(group.policy.type === 'weighted'
        ? Object.keys(group.policy.weights).map((name) => ({
            path: ['groups', i, 'policy', 'weights', name],
            name,
          }))
        : []),
    ]),
    ...links.flatMap((link, i) => [
      ...one(['links', i, 'source'], link.source),
      ...one(['links', i, 'target'], link.target),
    ]),
    ...views.flatMap((view, i) => (view.nodes === 'all' ? [] : many(['views', i, 'nodes'], view.nodes))),
    ...ports.flatMap((port, i) => many(['ports', i, 'targets'], port.targets)),
    ...firewallRules.flatMap((rule, i) => one(['firewallRules', i, 'node'], rule.node)),
    ...inventory.firewalls.flatMap((each, i) => one(['firewalls', i, 'slug'], each.slug)),
    ...one(['dns', 'server'], dns?.server),
    ...(dns?.mailSenders ?? []).flatMap((each, i) => one(['dns', 'mailSenders', i, 'node'], each.node)),
    ...usesOfKeepers(inventory),
    ...tls.certificates.flatMap((each, i) =>
      many(['tls', 'certificates', i, 'presentedBy'], each.presentedBy),
    ),
    ...one(['traffic', 'loadBalancer', 'node'], traffic?.loadBalancer.node),
    ...(traffic?.rules ?? []).flatMap((rule, i) => many(['traffic', 'rules', i, 'nodes'], rule.nodes)),
    ...alerts.flatMap((alert, i) => many(['alerts', i, 'notify'], alert.notify)),
    ...flows.flatMap((flow, i) =>
      flow.participants.flatMap((each, j) => many(['flows', i, 'participants', j, 'nodes'], each.nodes)),
    ),
    ...inventory.contradictions.flatMap((each, i) => many(['contradictions', i, 'nodes'], each.nodes)),
  ]
}

/** Nodes that backups, alerts and monitoring speak of. */
function usesOfKeepers({ backups, alerts, monitoring, traffic }: Inventory): readonly Use[] {
  return [
    ...backups.flatMap((backup, i) => [
      ...many(['backups', i, 'of'], backup.of),
      ...backup.copies.flatMap((copy, j) => one(['backups', i, 'copies', j, 'node'], copy.node)),
    ]),
    ...alerts.flatMap((alert, i) => many(['alerts', i, 'watches'], alert.watches)),
    ...(monitoring?.scrapes ?? []).flatMap((each, i) =>
      many(['monitoring', 'scrapes', i, 'nodes'], each.nodes),
    ),
    ...(monitoring?.receivers ?? []).flatMap((each, i) =>
      one(['monitoring', 'receivers', i, 'node'], each.node),
    ),
    ...many(['traffic', 'loadBalancer', 'healthCheck', 'checks'], traffic?.loadBalancer.healthCheck.checks),
  ]
}

function usesOfLinks(inventory: Inventory): readonly Use[] {
  const { nodes, tls, flows, disasterRecovery, contradictions } = inventory
  return [
    ...nodes.flatMap((node, i) =>
      node.probes.flatMap((probe, j) =>
        many(['nodes', i, 'probes', j, 'observesLinks'], probe.observesLinks),
      ),
    ),
    ...tls.hops.flatMap((hop, i) => many(['tls', 'hops', i, 'links'], hop.links)),
    ...flows.flatMap((flow, i) => usesInSteps(flow.steps, ['flows', i, 'steps'])),
    ...disasterRecovery.paths.flatMap((path, i) =>
      many(['disasterRecovery', 'paths', i, 'links'], path.links),
    ),
    ...contradictions.flatMap((each, i) => many(['contradictions', i, 'links'], each.links)),
  ]
}

function usesInSteps(steps: readonly FlowStep[], path: InventoryPath): readonly Use[] {
  return steps.flatMap((step, i) =>
    step.type === 'message'
      ? many([...path, i, 'links'], step.links)
      : step.branches.flatMap((branch, j) => usesInSteps(branch.steps, [...path, i, 'branches', j, 'steps'])),
  )
}

/** A flow's messages run between its own participants. */
function participantsOf(inventory: Inventory): readonly NamedThing[] {
  return inventory.flows.map((flow, i) => ({
    kind: `participant of the flow ${flow.slug}`,
    known: new Set(flow.participants.map((each) => each.key)),
    uses: messagesOf(flow.steps).flatMap((message) =>
      [message.from, message.to].map((name) => ({ path: ['flows', i, 'steps'], name })),
    ),
  }))
}

function duplicateProblems(inventory: Inventory): readonly InventoryProblem[] {
  const { tls, traffic, dns, disasterRecovery } = inventory
  return [
    ...duplicates(['zones'], 'slug', inventory.zones),
    ...duplicates(['regions'], 'slug', inventory.regions),
    ...duplicates(['groups'], 'slug', inventory.groups),
    ...duplicates(['nodes'], 'slug', inventory.nodes),
    ...inventory.nodes.flatMap((node, i) => duplicates(['nodes', i, 'probes'], 'key', node.probes)),
    ...duplicates(['links'], 'id', inventory.links),
    ...duplicates(['views'], 'slug', inventory.views),
    ...duplicates(['ports'], 'slug', inventory.ports),
    ...duplicates(['firewallRules'], 'slug', inventory.firewallRules),
    ...duplicates(['firewalls'], 'slug', inventory.firewalls),
    ...duplicates(['backups'], 'slug', inventory.backups),
    ...duplicates(['monitoring', 'scrapes'], 'slug', inventory.monitoring?.scrapes ?? []),
    ...duplicates(['monitoring', 'receivers'], 'slug', inventory.monitoring?.receivers ?? []),
    ...duplicates(['reviews'], 'slug', inventory.reviews),
    ...duplicates(['dns', 'records'], 'slug', dns?.records ?? []),
    ...duplicates(['tls', 'certificates'], 'slug', tls.certificates),
    ...duplicates(['tls', 'settings'], 'slug', tls.settings),
    ...duplicates(['tls', 'hops'], 'slug', tls.hops),
    ...duplicates(['traffic', 'rules'], 'slug', traffic?.rules ?? []),
    ...duplicates(['alerts'], 'slug', inventory.alerts),
    ...duplicates(['flows'], 'slug', inventory.flows),
    ...inventory.flows.flatMap((flow, i) =>
      duplicates(['flows', i, 'participants'], 'key', flow.participants),
    ),
    ...duplicates(['disasterRecovery', 'paths'], 'slug', disasterRecovery.paths),
    ...duplicates(['disasterRecovery', 'scenarios'], 'slug', disasterRecovery.scenarios),
    ...duplicates(['contradictions'], 'slug', inventory.contradictions),
  ]
}

function duplicates<Key extends string>(
  path: InventoryPath,
  key: Key,
  things: readonly Readonly<Record<Key, string>>[],
): readonly InventoryProblem[] {
  const seen = new Set<string>()
  return things.flatMap((thing, index) => {
    const name = thing[key]
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    const remedy = 'Each needs a name of its own: rename or remove one.'
    return [{ path: [...path, index, key], message: `${name} is declared twice`, remedy }]
  })
}

function slugsOf(things: readonly { readonly slug: string }[]): ReadonlySet<string> {
  return new Set(things.map((thing) => thing.slug))
}

function one(path: InventoryPath, name: string | undefined): readonly Use[] {
  return name === undefined ? [] : [{ path, name }]
}

function many(path: InventoryPath, names: readonly string[] | undefined): readonly Use[] {
  return (names ?? []).map((name, index) => ({ path: [...path, index], name }))
}
