import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { isFresh } from '@/lib/core/observed/freshness'

type DnsAnswer = FactOf<'dns-answer'>
type DnsFact = ObservedFact<DnsAnswer>

export const delegationVerdicts = ['differs', 'no-answer', 'stale', 'not-observed', 'as-the-zone'] as const

/** What a parent has of the zone, beside what the zone says itself. */
export interface Delegation {
  readonly server: string
  readonly nameServers: readonly string[]
  readonly glue: DnsAnswer['glue']
  /** Data of the DS records; null where nobody asked. */
  readonly ds: readonly string[] | null
  /** Of the name servers alone. */
  readonly verdict: (typeof delegationVerdicts)[number]
}

/** Names in one order and spelling, so that equal sets are equal lists. */
export function nameServersOf({ records }: DnsAnswer): readonly string[] {
  return records.map(({ data }) => data.toLowerCase().replace(/\.$/, '')).toSorted()
}

export function isSameDelegation(parent: DnsAnswer, child: DnsAnswer): boolean {
  return nameServersOf(parent).join() === nameServersOf(child).join()
}

export function isAnswered({ rcode }: DnsAnswer): boolean {
  return rcode === 'NOERROR' || rcode === 'NXDOMAIN'
}

/** One for each parent that was asked, from the answers about one zone. */
export function delegationsOf(zone: string, facts: readonly DnsFact[], nowMs: number): readonly Delegation[] {
  const about = facts.filter(({ body }) => body.name === zone)
  const child = about.find(
    (fact) =>
      fact.body.type === 'NS' &&
      fact.body.serverRole === 'authoritative' &&
      fact.body.rcode === 'NOERROR' &&
      isFresh(fact, nowMs),
  )
  const parents = about.filter(({ body }) => body.serverRole === 'parent')
  return parents.flatMap((fact): readonly Delegation[] => {
    const { body } = fact
    if (body.type !== 'NS') return []
    const ds = parents.find((each) => each.body.type === 'DS' && each.body.server === body.server)
    return [
      {
        server: body.server,
        nameServers: nameServersOf(body),
        glue: body.glue,
        ds: ds === undefined || !isAnswered(ds.body) ? null : ds.body.records.map(({ data }) => data),
        verdict: verdictOf(fact, child, nowMs),
      },
    ]
  })
}

function verdictOf(parent: DnsFact, child: DnsFact | undefined, nowMs: number): Delegation['verdict'] {
  if (!isFresh(parent, nowMs)) return 'stale'
  if (!isAnswered(parent.body)) return 'no-answer'
  if (child === undefined) return 'not-observed'
  return isSameDelegation(parent.body, child.body) ? 'as-the-zone' : 'differs'
}
