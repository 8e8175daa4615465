import type { InventoryProblem } from './check-references'
import type { InventoryGroup } from './group'
import type { Inventory } from './inventory'
import type { InventoryNode } from './node'

/** What is well formed and still cannot be meant. Expects an inventory whose references hold. */
export function checkSense(inventory: Inventory): readonly InventoryProblem[] {
  return [
    ...inventory.nodes.flatMap(observationProblems),
    ...linkProblems(inventory),
    ...inventory.groups.flatMap((group, index) => policyProblems(inventory, group, index)),
    ...rollUpProblems(inventory),
    ...issuerProblems(inventory),
  ]
}

/** The members of a group: nodes that name it, and nodes that it names. */
export function membersOf(inventory: Pick<Inventory, 'nodes'>, group: InventoryGroup): readonly string[] {
  const own = inventory.nodes.filter((node) => node.group === group.slug).map((node) => node.slug)
  return [...new Set([...own, ...(group.members ?? [])])]
}

/** A node without health must say why, or grey looks like an oversight. */
function observationProblems(node: InventoryNode, index: number): readonly InventoryProblem[] {
  const hasOwnProbe = node.probes.some((probe) => (probe.observesLinks ?? []).length === 0)
  if (node.lifecycle === 'planned') {
    if (node.probes.length === 0) return []
    const message = `${node.slug} is planned and has probes`
    return [{ path: ['nodes', index, 'probes'], message, remedy: 'Remove the probes, or make it active.' }]
  }
  if (hasOwnProbe && node.unobserved !== undefined) {
    const message = `${node.slug} is observed by a probe, yet says why it is not`
    return [{ path: ['nodes', index, 'unobserved'], message, remedy: 'Remove one of the two.' }]
  }
  if (hasOwnProbe || node.unobserved !== undefined || node.rollsUp !== undefined) return []
  return [
    {
      path: ['nodes', index],
      message: `nothing observes ${node.slug}`,
      remedy: 'Give it a probe of its own, a group in rollsUp, or the reason in unobserved.',
    },
  ]
}

function linkProblems(inventory: Inventory): readonly InventoryProblem[] {
  const seen = new Map<string, string>()
  return inventory.links.flatMap((link, index) => {
    const ends = `${link.source} ${link.target} ${link.kind}`
    const earlier = seen.get(ends)
    seen.set(ends, link.id)
    if (link.source === link.target) {
      const message = `${link.id} links ${link.source} to itself`
      return [{ path: ['links', index, 'target'], message, remedy: 'A link joins two nodes.' }]
    }
    if (earlier === undefined) return []
    const message = `${link.id} is the same ${link.kind} link as ${earlier}`
    return [{ path: ['links', index], message, remedy: 'Keep one, with what both say.' }]
  })
}

function policyProblems(
  inventory: Inventory,
  group: InventoryGroup,
  index: number,
): readonly InventoryProblem[] {
  const { policy } = group
  const members = membersOf(inventory, group)
  const path = ['groups', index, 'policy']
  if (members.length === 0) {
    const remedy = 'Name it as the group of a node, or list its members.'
    return [{ path: ['groups', index], message: `the group ${group.slug} has no members`, remedy }]
  }
  switch (policy.type) {
    case 'all':
      return []
    case 'at-least': {
      if (policy.required <= members.length) return []
      const message = `${group.slug} needs ${policy.required} members and has ${members.length}`
      return [{ path: [...path, 'required'], message, remedy: `Ask for at most ${members.length}.` }]
    }
    case 'weighted': {
      const sum = members.reduce((total, slug) => total + (policy.weights[slug] ?? 0), 0)
      if (policy.required <= sum) return []
      const message = `${group.slug} needs a weight of ${policy.required} and its members weigh ${sum}`
      return [{ path: [...path, 'required'], message, remedy: `Ask for at most ${sum}.` }]
    }
  }
}

/** A node whose health is that of a group must not be part of it, over however many roll-ups. */
function rollUpProblems(inventory: Inventory): readonly InventoryProblem[] {
  const membersByGroup = new Map(inventory.groups.map((group) => [group.slug, membersOf(inventory, group)]))
  const groupOf = new Map(inventory.nodes.map((node) => [node.slug, node.rollsUp]))
  const below = (slug: string, seen: Set<string>): ReadonlySet<string> => {
    for (const member of membersByGroup.get(groupOf.get(slug) ?? '') ?? []) {
      if (seen.has(member)) continue
      seen.add(member)
      below(member, seen)
    }
    return seen
  }
  return inventory.nodes.flatMap((node, index) => {
    if (!below(node.slug, new Set()).has(node.slug)) return []
    const message = `${node.slug} rolls up a group that it is part of`
    const remedy = 'Take it out of the group, or roll up another one.'
    return [{ path: ['nodes', index, 'rollsUp'], message, remedy }]
  })
}

function issuerProblems(inventory: Inventory): readonly InventoryProblem[] {
  const { certificates } = inventory.tls
  const issuerOf = new Map(certificates.map((each) => [each.slug, each.issuer]))
  return certificates.flatMap((certificate, index) => {
    const seen = new Set<string>()
    for (let at: string | undefined = certificate.slug; at !== undefined; at = issuerOf.get(at)) {
      if (seen.has(at)) {
        const message = `the issuers of ${certificate.slug} go round in a circle`
        const remedy = 'A chain ends in a root, which has no issuer.'
        return [{ path: ['tls', 'certificates', index, 'issuer'], message, remedy }]
      }
      seen.add(at)
    }
    return []
  })
}
