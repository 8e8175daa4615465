import type { Cause, NodeView } from './topology'

type NodeCause = Extract<Cause, { kind: 'node' }>

/** What needs a person, most urgent first: down before degraded, then by the size of what follows. */
export function nodeCauses(
  nodes: readonly NodeView[],
  failingSinceMs: (slug: string) => number | null,
  nowMs: number,
): readonly NodeCause[] {
  const impactsOf = new Map(nodes.map((view) => [view.node.slug, view.impacts]))
  const symptomsOf = new Map<string, string[]>()
  for (const { node, symptomOf } of nodes) {
    for (const cause of symptomOf) append(symptomsOf, cause, node.slug)
  }
  const followersOf = (slug: string): readonly string[] => {
    const symptoms = symptomsOf.get(slug) ?? []
    const followers = new Set(symptoms)
    for (const failing of [slug, ...symptoms]) {
      for (const impacted of impactsOf.get(failing) ?? []) followers.add(impacted)
    }
    followers.delete(slug)
    return [...followers].sort()
  }
  return nodes
    .filter((view) => view.isRootCause)
    .map(({ node: { slug }, measured }) => ({
      isDown: measured.status === 'down',
      cause: {
        kind: 'node' as const,
        slug,
        sinceMs: failingSinceMs(slug) ?? measured.sinceMs ?? nowMs,
        impacts: followersOf(slug),
      },
    }))
    .sort(
      (one, other) =>
        Number(other.isDown) - Number(one.isDown) ||
        other.cause.impacts.length - one.cause.impacts.length ||
        (one.cause.slug < other.cause.slug ? -1 : 1),
    )
    .map(({ cause }) => cause)
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
