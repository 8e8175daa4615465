import { describe, expect, test } from 'vitest'
import { createEvaluator } from '@/lib/core/findings/evaluate-rules'
import type {
  FindingInput,
  RuleDefinition,
  RuleFinding,
  RuleInput,
} from '@/lib/core/findings/rule-definition'

export interface RuleCases {
  readonly fires: readonly FindingInput[]
  readonly holds: readonly FindingInput[]
  /** Inputs that lack the fact without which nobody can judge. */
  readonly needs?: readonly FindingInput[]
}

/** For each rule of an area: it fires where it must, holds where it must, asks where it must, and reads what it says. */
export function testRules(
  rules: readonly RuleDefinition[],
  cases: Readonly<Record<string, RuleCases>>,
): void {
  test('each rule of the area has a case in which it fires and one in which it holds', () => {
    const complete = rules.filter(
      ({ id }) => (cases[id]?.fires.length ?? 0) > 0 && (cases[id]?.holds.length ?? 0) > 0,
    )
    expect(complete.map((rule) => rule.id)).toEqual(rules.map((rule) => rule.id))
  })
  describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const own = cases[id] ?? { fires: [], holds: [] }
    test(`fires: ${rule.title}`, () => {
      for (const input of own.fires) expect(outcomeOf(rule, input)).toBe('fires')
      for (const input of own.fires) expect(findingsOf(rule, input).every(hasBothSides), id).toBe(true)
    })
    test('holds where nothing is wrong', () => {
      for (const input of own.holds) expect(outcomeOf(rule, input)).toBe('holds')
    })
    test('asks where a fact is missing, and only there', () => {
      for (const input of own.needs ?? []) expect(outcomeOf(rule, input)).toBe('needs')
    })
    test('reads only what it declares', () => {
      for (const input of [...own.fires, ...own.holds, ...(own.needs ?? [])]) {
        const read = partsRead(rule, input)
        expect(read.filter((part) => !rule.reads.includes(part))).toEqual([])
      }
    })
  })
}

function outcomeOf(rule: RuleDefinition, input: FindingInput): string {
  const [result] = createEvaluator([rule]).evaluate(input)
  if (result?.error) throw result.error
  return result?.outcome ?? 'none'
}

function findingsOf(rule: RuleDefinition, input: FindingInput): readonly RuleFinding[] {
  return rule.evaluate(input).filter((finding) => finding.needs === undefined)
}

function hasBothSides({ statements, fixes, key }: RuleFinding): boolean {
  return key !== '' && statements.length >= 2 && fixes.every((fix) => statements[fix.changes] !== undefined)
}

/** The parts of an input that a rule looks at. */
export function partsRead(rule: RuleDefinition, input: FindingInput): readonly RuleInput[] {
  const read = new Set<RuleInput>()
  const others = new Proxy(input, {
    get: (target, name) => {
      if (name === 'inventory') return inventory
      if (name === 'factsOf') return factsOf
      read.add(name === 'nowMs' ? 'clock' : (name as RuleInput))
      return Reflect.get(target, name)
    },
  })
  const inventory = new Proxy(input.inventory, {
    get: (target, name) => {
      read.add(`inventory.${String(name)}` as RuleInput)
      return Reflect.get(target, name)
    },
  })
  const factsOf: FindingInput['factsOf'] = (kind) => {
    read.add(`fact.${kind}`)
    return input.factsOf(kind)
  }
  rule.evaluate(others)
  return [...read]
}
