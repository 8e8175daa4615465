import type { EstateNode } from '@/lib/client/live/estate'
import { kindWords } from './node-kind'

/** Whether every word of the search is somewhere in what is known of the node. An empty search matches all. */
export function matchesNode(node: EstateNode, search: string): boolean {
  const text = [node.name, node.slug, node.role, kindWords[node.kind], node.address, node.zone, node.region]
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
  return words(search).every((word) => text.includes(word))
}

/** The better the earlier: names that begin with the search, then names that hold it, then the rest. */
export function searchNodes(nodes: readonly EstateNode[], search: string): readonly EstateNode[] {
  const rank = (node: EstateNode): number => {
    const wanted = search.trim().toLowerCase()
    const names = [node.name.toLowerCase(), node.slug]
    if (names.some((name) => name.startsWith(wanted))) return 0
    return names.some((name) => name.includes(wanted)) ? 1 : 2
  }
  return nodes
    .filter((node) => matchesNode(node, search))
    .toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
}

function words(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}
