import type { Inventory } from '@/lib/core/inventory/inventory'
import { keptBy } from './kept-by'
import type { RuleFinding } from './rule-definition'

type Contradiction = Inventory['contradictions'][number]

/** Shorter words are in any text. */
const LEAST_LETTERS = 5

/**
 * Contradictions which people have declared and a rule found by itself: at least two of the finding's statements
 * come from sections that contradict each other there, and both are about the same thing. The first of them
 * is the finding's root cause where the rule names none.
 */
export function citeContradictions(
  finding: RuleFinding,
  contradictions: readonly Contradiction[],
): { readonly contradictions: readonly string[]; readonly rootCause?: string } {
  const own = contradictions.find((each) => each.slug === finding.rootCause)
  const found = finding.isContradiction ? closest(finding, contradictions) : []
  const cited = [...new Set([...(own ? [own] : []), ...found])].map((each) => each.slug)
  const rootCause = finding.rootCause ?? cited[0]
  return { contradictions: cited, ...(rootCause === undefined ? {} : { rootCause }) }
}

/** Of several contradictions that speak of the same sections, those that share most of the finding's words. */
function closest(finding: RuleFinding, contradictions: readonly Contradiction[]): readonly Contradiction[] {
  const shares = contradictions
    .filter((each) => isAbout(each, finding))
    .map((each) => ({ each, shared: sharedWords(each, finding) }))
  const most = Math.max(1, ...shares.map(({ shared }) => shared))
  return shares.filter(({ shared }) => shared === most).map(({ each }) => each)
}

function isAbout(contradiction: Contradiction, finding: RuleFinding): boolean {
  if (contradiction.kind !== 'contradiction') return false
  if (!subjectsOf(contradiction).some((subject) => finding.subjects.includes(subject))) return false
  const sections = new Set(contradiction.statements.map((each) => each.section))
  const met = finding.statements.map((each) =>
    (each.sections ?? []).filter((section) => sections.has(section)),
  )
  return met.filter((each) => each.length > 0).length >= 2 && new Set(met.flat()).size >= 2
}

/** How many of the finding's statements stand in the contradiction's words. */
function sharedWords(contradiction: Contradiction, finding: RuleFinding): number {
  const texts = contradiction.statements.map((each) => each.text.toLowerCase())
  const isIn = (part: string) => part.length >= LEAST_LETTERS && texts.some((text) => text.includes(part))
  return finding.statements.filter(({ value }) => value.toLowerCase().split(', ').some(isIn)).length
}

/** What it is about at its most precise: a contradiction about ports is not about every node that has them. */
const subjectsOf = keptBy(({ nodes, links, ports }: Contradiction): readonly string[] =>
  ports.length > 0
    ? ports.map((slug) => `port:${slug}`)
    : [...nodes.map((slug) => `node:${slug}`), ...links.map((id) => `link:${id}`)],
)
