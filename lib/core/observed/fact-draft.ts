import type { FactBody } from './fact'

type WithoutNode<Body> = Body extends { readonly node: unknown }
  ? Omit<Body, 'node'> & { readonly node?: Body['node'] }
  : Body

/** A fact as a probe says it: of its own node, which it does not know, unless it names another. */
export type FactDraft = WithoutNode<FactBody>

/** Completes what a probe of the node says. */
export function completeFact(draft: FactDraft, nodeSlug: string): FactBody {
  if (draft.kind === 'dns-answer') return draft
  // Of a spread union TypeScript no longer sees which member it is; nothing but the node is added.
  return { node: nodeSlug, ...draft } as FactBody
}
