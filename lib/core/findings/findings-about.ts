import { keptBy } from './kept-by'
import { type NeededFact, type Severity, severities } from './rule-definition'

interface Told {
  readonly id: string
  readonly status: string
  readonly severity: Severity
  /** What it is about, with its kind: `node:nginx-1`, `link:ID`. */
  readonly about: readonly string[]
  readonly needs?: NeededFact | undefined
}

export interface FindingCount {
  readonly count: number
  readonly worst: Severity
}

/**
 * The open findings that are about one of the subjects, each once, the worst first. Questions are left out, and so
 * is what somebody has acknowledged or waived: the same are counted in the console's rail.
 */
export function findingsAbout<Finding extends Told>(
  findings: readonly Finding[],
  subjects: readonly string[],
): readonly Finding[] {
  const index = bySubject(findings) as ReadonlyMap<string, readonly Finding[]>
  const found = new Set(subjects.flatMap((subject) => index.get(subject) ?? []))
  return [...found].toSorted(
    (left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity),
  )
}

/** How many there are that ask for something, and how bad the worst is; null for none. Those for information count not. */
export function countFindings(findings: readonly Told[]): FindingCount | null {
  const pressing = findings.filter(({ severity }) => severity !== 'info')
  const worst = Math.min(...pressing.map(({ severity }) => severities.indexOf(severity)))
  const severity = severities[worst]
  return severity === undefined ? null : { count: pressing.length, worst: severity }
}

/** Made once for each answer of the API, however many nodes and links ask. */
const bySubject = keptBy((findings: readonly Told[]): ReadonlyMap<string, readonly Told[]> => {
  const index = new Map<string, Told[]>()
  for (const finding of findings) {
    if (finding.status !== 'open' || finding.needs !== undefined) continue
    for (const subject of new Set(finding.about)) {
      const known = index.get(subject)
      if (known === undefined) index.set(subject, [finding])
      else known.push(finding)
    }
  }
  return index
})
