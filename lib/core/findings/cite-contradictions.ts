import type { Inventory } from '@/lib/core/inventory/inventory'
import { keptBy } from './kept-by'
import type { RuleFinding } from './rule-definition'

type Contradiction = Inventory['contradictions'][number]

/**
 * Contradictions which people have declared and a rule found by itself: at least two of the finding's statements
 * come from sections that contradict each other there, and both are about the same thing. The first of them
 * is the finding's root cause where the rule names none.
 */
export function citeContradictions(
  finding: RuleFinding,
  contradictions: readonly Contradiction[],
): { readonly contradictions: readonly string[]; readonly rootCause?: string } {
  const cited = contradictions.filter((each) => isAbout(each, finding)).map((each) => each.slug)
  const rootCause = finding.rootCause ?? cited[0]
  return { contradictions: cited, ...(rootCause === undefined ? {} : { rootCause }) }
}

const subjectsOf = keptBy(
  ({ nodes, links, ports }: Contradiction) =>
    new Set([
      ...nodes.map((slug) => `node:${slug}`),
      ...links.map((id) => `link:${id}`),
      ...ports.map((slug) => `port:${slug}`),
    ]),
)

function isAbout(contradiction: Contradiction, finding: RuleFinding): boolean {
  const subjects = subjectsOf(contradiction)
  if (!finding.subjects.some((subject) => subjects.has(subject))) return false
  const sections = new Set(contradiction.statements.map((each) => each.section))
  const views = new Set(finding.statements.map((each) => each.view).filter((view) => sections.has(view)))
  return views.size >= 2
}
