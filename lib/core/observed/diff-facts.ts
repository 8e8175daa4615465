import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import type { FactBody } from './fact'

export interface FactDifference {
  readonly key: string
  readonly from: FactBody | null
  readonly to: FactBody | null
}

/** What differs between two states of knowledge, each by key; sorted by key. */
export function diffFacts(
  before: ReadonlyMap<string, FactBody>,
  after: ReadonlyMap<string, FactBody>,
): readonly FactDifference[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort()
  return keys.flatMap((key): readonly FactDifference[] => {
    const from = before.get(key) ?? null
    const to = after.get(key) ?? null
    return comparableJson(from) === comparableJson(to) ? [] : [{ key, from, to }]
  })
}

/** What says the same as before and has run on since, such as the rest of a TTL. */
export function factsRunOn(
  before: ReadonlyMap<string, FactBody>,
  after: ReadonlyMap<string, FactBody>,
): readonly { readonly key: string; readonly body: FactBody }[] {
  return [...after].flatMap(([key, body]) => {
    const known = before.get(key)
    if (known === undefined || comparable(body) === body) return []
    if (comparableJson(known) !== comparableJson(body)) return []
    return canonicalJson(known) === canonicalJson(body) ? [] : [{ key, body }]
  })
}

/** Equal for bodies that say the same. */
function comparableJson(body: FactBody | null): string {
  return canonicalJson(body === null ? null : comparable(body))
}

/** The rest of the time that a resolver keeps an answer runs down by itself: that is no change. */
function comparable(body: FactBody): FactBody {
  if (body.kind !== 'dns-answer' || body.serverRole !== 'resolver') return body
  return { ...body, records: body.records.map((record) => ({ ...record, ttl: 0 })) }
}
