import type { ObservedFact } from './fact'

/** Past its shelf life a fact is no proof of anything. */
export function isFresh({ validUntilMs }: Pick<ObservedFact, 'validUntilMs'>, nowMs: number): boolean {
  return nowMs <= validUntilMs
}

/** Those that may be believed at the instant. */
export function freshFacts<Fact extends ObservedFact>(
  facts: readonly Fact[],
  nowMs: number,
): readonly Fact[] {
  return facts.filter((fact) => isFresh(fact, nowMs))
}
