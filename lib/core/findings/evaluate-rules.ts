import { citeContradictions } from './cite-contradictions'
import type { FindingInput, RuleDefinition, RuleFinding, RuleInput, Severity } from './rule-definition'

/** An age or an end that passes is told so much later at most. */
const CLOCK_STEP_MS = 300_000

/** `failed`: the rule itself broke, which is told and never taken for a rule that holds. */
export type RuleOutcome = 'fires' | 'holds' | 'needs' | 'failed'

export interface RuleResult {
  readonly rule: RuleDefinition
  readonly outcome: RuleOutcome
  readonly findings: readonly CitedFinding[]
  /** Declared contradictions that the rule found by itself. */
  readonly found: readonly string[]
  /** Some of its findings only repeat what people have declared. */
  readonly hasEchoes: boolean
  /** Why the rule broke. */
  readonly error?: unknown
}

export type CitedFinding = RuleFinding & {
  readonly severity: Severity
  /** Contradictions that the inventory declares and this finding found by itself. */
  readonly contradictions: readonly string[]
}

export interface Evaluator {
  /** Every rule judged. What reads nothing that changed since the last call is taken from memory. */
  evaluate(input: FindingInput): readonly RuleResult[]
  /** Ids of the rules that the last call really asked. */
  readonly lastEvaluated: readonly string[]
}

export function createEvaluator(rules: readonly RuleDefinition[]): Evaluator {
  const kept = new Map<string, { readonly parts: readonly unknown[]; readonly result: RuleResult }>()
  let lastEvaluated: readonly string[] = []
  return {
    get lastEvaluated() {
      return lastEvaluated
    },
    evaluate(input) {
      const asked: string[] = []
      const results = rules.map((rule) => {
        const parts = [input.inventory.contradictions, ...rule.reads.map((read) => partOf(input, read))]
        const memory = kept.get(rule.id)
        if (memory?.parts.every((part, index) => part === parts[index])) return memory.result
        asked.push(rule.id)
        const result = judge(rule, input)
        kept.set(rule.id, { parts, result })
        return result
      })
      lastEvaluated = asked
      return withoutEchoes(results)
    },
  }
}

/** What another rule found by itself is not told once more as a contradiction that people have declared. */
function withoutEchoes(results: readonly RuleResult[]): readonly RuleResult[] {
  const found = new Set(results.flatMap((result) => result.found))
  return results.map((result) => {
    if (!result.hasEchoes) return result
    const findings = result.findings.filter(
      (finding) => !(finding.isEcho && finding.contradictions.every((slug) => found.has(slug))),
    )
    return { ...result, findings, outcome: outcomeOf(findings) }
  })
}

function judge(rule: RuleDefinition, input: FindingInput): RuleResult {
  try {
    const said = rule.evaluate(input)
    const findings: CitedFinding[] = []
    const found: string[] = []
    let hasEchoes = false
    // One pass: a rule may find thousands, and most are as they were.
    for (const each of said) {
      const finding = cite(rule, each, input.inventory.contradictions)
      findings.push(finding)
      if (finding.isEcho) hasEchoes = true
      else if (finding.contradictions.length > 0) found.push(...finding.contradictions)
    }
    return { rule, outcome: outcomeOf(said), findings, found, hasEchoes }
  } catch (error) {
    return { rule, outcome: 'failed', findings: [], found: [], hasEchoes: false, error }
  }
}

const cited = new WeakMap<RuleFinding, { readonly by: object; readonly as: CitedFinding }>()

/** What a rule says the same again, word for word the same object, is cited as before. */
function cite(
  rule: RuleDefinition,
  finding: RuleFinding,
  contradictions: FindingInput['inventory']['contradictions'],
): CitedFinding {
  const known = cited.get(finding)
  if (known?.by === contradictions) return known.as
  const as = {
    ...finding,
    severity: finding.severity ?? rule.severity,
    fixes: finding.fixes.map((fix) => ({ ...fix, how: fix.how || fieldOf(finding, fix.changes) })),
    ...citeContradictions(finding, contradictions),
  }
  cited.set(finding, { by: contradictions, as })
  return as
}

function outcomeOf(findings: readonly RuleFinding[]): RuleOutcome {
  if (findings.some((finding) => finding.needs === undefined)) return 'fires'
  return findings.length > 0 ? 'needs' : 'holds'
}

function fieldOf(finding: RuleFinding, index: number): string {
  return finding.statements[index]?.field ?? ''
}

type WholePart = Exclude<RuleInput, 'clock' | `${string}.${string}`>

function isWholePart(read: RuleInput): read is WholePart {
  return read !== 'clock' && !read.includes('.')
}

function partOf(input: FindingInput, read: RuleInput): unknown {
  if (read === 'clock') return Math.floor(input.nowMs / CLOCK_STEP_MS)
  if (isWholePart(read)) return input[read]
  const [source, name] = read.split('.')
  if (source === 'fact') return input.factsOf(name as Parameters<FindingInput['factsOf']>[0])
  return input.inventory[name as keyof FindingInput['inventory']]
}
