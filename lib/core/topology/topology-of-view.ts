import type { InventoryView } from '@/lib/core/inventory/view'
import type { TopologyWire } from './topology-wire'

/** What one view shows of a topology: its nodes, and the links of its kinds between them. */
export function topologyOfView(whole: TopologyWire, view: InventoryView): TopologyWire {
  const shown = new Set(view.nodes === 'all' ? whole.nodes.map(({ slug }) => slug) : view.nodes)
  const kinds = new Set([...view.layoutLinks, ...view.contextLinks])
  return {
    ...whole,
    nodes: whole.nodes.filter(({ slug }) => shown.has(slug)),
    links: whole.links.filter((link) => {
      const isBetweenShown = shown.has(link.source) && shown.has(link.target)
      return isBetweenShown && kinds.has(link.kind) && (link.views?.includes(view.slug) ?? true)
    }),
  }
}
