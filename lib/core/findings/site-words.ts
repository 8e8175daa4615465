import type { InventoryNode } from '@/lib/core/inventory/node'
import { groupMembers, linksFrom, nodeNamed, nodesOf } from './estate-index'
import type { FindingInput } from './rule-definition'

/** Where a node runs as far as anybody said: its region, else the datacentre that it is a member of. */
export function siteOf(input: FindingInput, node: InventoryNode): string | undefined {
  if (node.region !== undefined) return node.region
  return nodesOf(input, 'datacentre').find(
    (datacentre) =>
      datacentre.rollsUp !== undefined &&
      groupMembers(input, datacentre.rollsUp).some((member) => member.slug === node.slug),
  )?.slug
}

/** The links over which a balancer spreads its traffic, with their weights. */
export function balancedLinks(input: FindingInput) {
  const balancer = input.inventory.traffic?.loadBalancer.node
  if (balancer === undefined) return []
  return linksFrom(input, balancer).filter((link) => link.kind === 'traffic' && link.weight !== undefined)
}

/** Regions among the nodes behind the balancer's weighted links. */
export function activeRegions(input: FindingInput): readonly string[] {
  const regions = balancedLinks(input).flatMap((link) => nodeNamed(input, link.target)?.region ?? [])
  return [...new Set(regions)]
}

/** How far everything may be loaded so that the rest carries the largest share when that is lost, in percent. */
export function safeUtilisation(input: FindingInput): number | undefined {
  const weights = balancedLinks(input).map((link) => link.weight ?? 0)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (weights.length < 2 || sum === 0) return undefined
  return Math.round((1 - Math.max(...weights) / sum) * 100)
}
