import { groupBy } from './kept-by'
import { type Severity, severities } from './rule-definition'

interface Groupable {
  readonly title: string
  readonly severity: Severity
  readonly rootCause?: string | undefined
}

export interface FindingGroup<Finding extends Groupable> {
  /** Null for findings that share no cause with another. */
  readonly rootCause: string | null
  readonly title: string
  readonly findings: readonly Finding[]
}

/** Findings that share a cause under it, the worst group first; those that share none stand alone at their place. */
export function groupFindings<Finding extends Groupable>(
  findings: readonly Finding[],
  titleOf: (rootCause: string) => string | undefined,
): readonly FindingGroup<Finding>[] {
  const byCause = groupBy(findings, (finding) => finding.rootCause)
  const groups = findings.flatMap((finding): readonly FindingGroup<Finding>[] => {
    const { rootCause } = finding
    const family = rootCause === undefined ? [finding] : (byCause.get(rootCause) ?? [finding])
    if (rootCause === undefined || family.length === 1)
      return [{ rootCause: null, title: finding.title, findings: [finding] }]
    if (family[0] !== finding) return []
    return [
      { rootCause, title: titleOf(rootCause) ?? inWords(rootCause), findings: family.toSorted(byUrgency) },
    ]
  })
  return groups.toSorted((left, right) => worst(left.findings) - worst(right.findings))
}

/** `origin-open-to-all` → `Origin open to all`. */
function inWords(slug: string): string {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function worst(findings: readonly Groupable[]): number {
  return Math.min(...findings.map((finding) => severities.indexOf(finding.severity)))
}

function byUrgency(left: Groupable, right: Groupable): number {
  return severities.indexOf(left.severity) - severities.indexOf(right.severity)
}
