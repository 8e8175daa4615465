import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf } from '@/lib/core/observed/fact'
import { comparableValue, fitsPlaceholder, hasPlaceholder } from './dns-value'
import { isOfProvider } from './provider-ranges'

/** What a server's answer is, held against what is declared; the worst first. */
export const recordVerdicts = [
  'differs',
  'missing',
  'no-answer',
  'stale',
  'not-observed',
  'as-declared',
] as const
export type RecordVerdict = (typeof recordVerdicts)[number]

export type DeclaredRecord = NonNullable<Inventory['dns']>['records'][number]
type DnsAnswer = FactOf<'dns-answer'>

/**
 * Judges one server's answer to all declared records of one name and type. A proxied name is compared by the
 * provider's ranges: its addresses are the provider's, and change without anybody changing the zone.
 */
export function recordVerdict(
  declared: readonly DeclaredRecord[],
  answer: { readonly body: DnsAnswer; readonly isStale: boolean } | undefined,
): RecordVerdict {
  if (answer === undefined) return 'not-observed'
  if (answer.isStale) return 'stale'
  const { rcode, records, type } = answer.body
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') return 'no-answer'
  if (records.length === 0) return 'missing'
  const values = records.map(({ data }) => data)
  if (declared.some(({ isProxied }) => isProxied) && (type === 'A' || type === 'AAAA')) {
    return values.every(isOfProvider) ? 'as-declared' : 'differs'
  }
  const isAll = declared.every((record) => values.some((value) => isMeant(record, value)))
  const isOnly = values.every((value) => declared.some((record) => isMeant(record, value)))
  return isAll && isOnly ? 'as-declared' : 'differs'
}

function isMeant({ type, stated, value }: DeclaredRecord, observed: string): boolean {
  const wanted = value ?? stated
  if (value === undefined && hasPlaceholder(stated)) return fitsPlaceholder(stated, observed)
  return comparableValue(type, wanted) === comparableValue(type, observed)
}

export function worstRecordVerdict(verdicts: readonly RecordVerdict[]): RecordVerdict {
  return recordVerdicts.find((verdict) => verdicts.includes(verdict)) ?? 'not-observed'
}
