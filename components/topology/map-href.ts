import type { Structure } from '@/lib/client/live/estate'
import { everythingView } from './graph/view-graph'

/** The address of a node on the map: in the preferred view where it is shown there, else in the first that shows it. */
export function mapHref(structure: Structure | null, slug: string, preferred: string | null = null): string {
  return `/topology?view=${viewOf(structure, slug, preferred)}&node=${slug}`
}

export function viewOf(structure: Structure | null, slug: string, preferred: string | null): string {
  const showing = (structure?.views ?? []).filter((view) => view.nodes === 'all' || view.nodes.includes(slug))
  if (preferred === everythingView.slug) return preferred
  const view = showing.find((one) => one.slug === preferred) ?? showing[0]
  return view?.slug ?? everythingView.slug
}

/** The name that people know it by; the slug where it is not declared any more. */
export function nodeName(structure: Structure | null, slug: string): string {
  return structure?.nodes.find((node) => node.slug === slug)?.name ?? slug
}
