import type { EstateNode, NodeState } from '@/lib/client/live/estate'
import { type NodeKind, nodeKinds } from '@/lib/core/inventory/node'
import { nodeLook } from '../node-words'

/** Looks that can be hidden; `unobserved` is what nobody looks at by declaration. */
export const hideableLooks = ['healthy', 'unobserved', 'planned'] as const
export type HideableLook = (typeof hideableLooks)[number]

/** What is left out of the map and the table. Nothing that fails can be hidden by its health. */
export interface HideRule {
  readonly kinds: ReadonlySet<NodeKind>
  readonly looks: ReadonlySet<HideableLook>
}

/** Reads `kind.actor,look.planned`; words that it does not know are left out. */
export function parseHide(text: string | null): HideRule {
  const words = new Set((text ?? '').split(','))
  return {
    kinds: new Set(nodeKinds.filter((kind) => words.has(`kind.${kind}`))),
    looks: new Set(hideableLooks.filter((look) => words.has(`look.${look}`))),
  }
}

/** The rule as it stands in the address; empty when nothing is hidden. */
export function formatHide({ kinds, looks }: HideRule): string {
  return [...[...kinds].map((kind) => `kind.${kind}`), ...[...looks].map((look) => `look.${look}`)].join(',')
}

export function isHidden(rule: HideRule, node: EstateNode, state: NodeState | undefined): boolean {
  if (rule.kinds.has(node.kind)) return true
  const look = nodeLook(node, state)
  if (look.shown === 'planned') return rule.looks.has('planned')
  if (look.isUnobserved) return rule.looks.has('unobserved')
  return look.shown === 'healthy' && rule.looks.has('healthy')
}

/** A set with the word added, or taken out where it was in. */
export function toggled<Word>(words: ReadonlySet<Word>, word: Word): ReadonlySet<Word> {
  const next = new Set(words)
  if (!next.delete(word)) next.add(word)
  return next
}
