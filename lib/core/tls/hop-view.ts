import type { Inventory } from '@/lib/core/inventory/inventory'
import type { EncryptionState, FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { isFresh } from '@/lib/core/observed/freshness'
import { fitsProtocol, protocolWord } from './policy-check'

export type TlsFact = ObservedFact<FactOf<'tls-endpoint'>>
export type EncryptionFact = ObservedFact<FactOf<'encryption'>>
type Hop = Inventory['tls']['hops'][number]

export const hopVerdicts = ['differs', 'not-observed', 'as-declared'] as const

/** One thing that was seen at far ends of a leg, with the probes that saw it there. */
export interface HopEvidence {
  readonly nodes: readonly string[]
  readonly text: string
  readonly setBy: readonly string[]
  /** Since when all of them say so, in epoch milliseconds. */
  readonly sinceMs: number
}

/** A far end that tells nothing: nobody asks it, asking it fails, or what it told is too old. */
export type UnseenEnd =
  | { readonly node: string; readonly why: 'nobody-looks' }
  | {
      readonly node: string
      readonly why: 'fails'
      readonly reason: string
      readonly setBy: string
      readonly sinceMs: number
    }
  | { readonly node: string; readonly why: 'stale'; readonly setBy: string; readonly observedAtMs: number }

export interface HopView {
  readonly hop: Hop
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** What fresh facts of the far ends show; null when there are none. */
  readonly observed: {
    readonly state: EncryptionState
    readonly protocols: readonly string[]
    /** Of each end that answered it is known what it accepts. */
    readonly isProtocolKnown: boolean
    readonly issuers: readonly string[]
    readonly group: string | null
    /** Null where no certificate was shown. */
    readonly isTrusted: boolean | null
    readonly evidence: readonly HopEvidence[]
  } | null
  /** Far ends of which nothing fresh is known. */
  readonly unseen: readonly UnseenEnd[]
  readonly verdict: (typeof hopVerdicts)[number]
}

export interface HopFacts {
  readonly endpoints: readonly TlsFact[]
  readonly encryption: readonly EncryptionFact[]
}

/** One leg as declared beside what its far ends show; a cluster stands for its members. */
export function hopView(hop: Hop, inventory: Inventory, facts: HopFacts, nowMs: number): HopView {
  const own = inventory.links.filter((link) => hop.links.includes(link.id))
  const from = [...new Set(own.map(({ source }) => source))]
  const to = [...new Set(own.map(({ target }) => target))]
  // What a leg goes through, such as a firewall, ends nothing.
  const ends = to.filter((slug) => !from.includes(slug)).flatMap((slug) => membersOf(slug, inventory))
  const isSeen = (fact: TlsFact | EncryptionFact) =>
    isFresh(fact, nowMs) && ends.includes(fact.body.node) && fact.body.failure === null
  const answered = facts.endpoints.filter(isSeen)
  const spoken = facts.encryption.filter(isSeen)
  const seen = new Set([...answered, ...spoken].map(({ body }) => body.node))
  const looks = [...facts.endpoints, ...facts.encryption]
  const unseen = ends.filter((slug) => !seen.has(slug)).map((slug) => unseenEnd(slug, looks, nowMs))
  if (seen.size === 0) return { hop, from, to, observed: null, unseen, verdict: 'not-observed' }
  const bodies = answered.map(({ body }) => body)
  const observed = {
    state: stateOf(spoken.map(({ body }) => body.state)),
    protocols: [...new Set(bodies.flatMap(offeredBy))].sort(),
    isProtocolKnown: bodies.every((body) => offeredBy(body).length > 0),
    issuers: [...new Set(bodies.flatMap(({ chain }) => chain[0]?.issuer ?? []))],
    group: bodies.find(({ group }) => group !== null)?.group ?? null,
    isTrusted: bodies.length === 0 ? null : bodies.every(({ trust }) => trust?.isTrusted === true),
    evidence: gathered([...spoken.flatMap(spokenLines), ...answered.map(endpointLine)]),
  }
  return { hop, from, to, observed, unseen, verdict: verdictOf(hop, observed) }
}

/** Why nothing is known of it, by the newest look there is. */
function unseenEnd(node: string, looks: readonly (TlsFact | EncryptionFact)[], nowMs: number): UnseenEnd {
  const [newest] = looks
    .filter(({ body }) => body.node === node)
    .toSorted((one, other) => other.observedAtMs - one.observedAtMs)
  if (newest === undefined) return { node, why: 'nobody-looks' }
  const { body, setBy, sinceMs, observedAtMs } = newest
  if (body.failure !== null && isFresh(newest, nowMs)) {
    return { node, why: 'fails', reason: body.failure, setBy, sinceMs }
  }
  return { node, why: 'stale', setBy, observedAtMs }
}

function membersOf(slug: string, { nodes, groups }: Inventory): readonly string[] {
  const cluster = nodes.find((node) => node.slug === slug)?.rollsUp
  if (cluster === undefined) return [slug]
  const named = groups.find((group) => group.slug === cluster)?.members ?? []
  const members = nodes.filter((node) => node.group === cluster || named.includes(node.slug))
  return members.length === 0 ? [slug] : members.map((node) => node.slug)
}

/** Where nobody told of sessions, the endpoints that answered a handshake are all that is known. */
function stateOf(states: readonly EncryptionState[]): EncryptionState {
  const known = new Set(states.filter((state) => state !== 'unknown'))
  if (known.size > 1) return 'mixed'
  const [only] = known
  return only ?? (states.length > 0 ? 'unknown' : 'encrypted')
}

function verdictOf(hop: Hop, observed: NonNullable<HopView['observed']>): HopView['verdict'] {
  const { state, protocols, isProtocolKnown, isTrusted } = observed
  if (state === 'unknown') return 'not-observed'
  if (state === 'mixed' || hop.isEncrypted !== (state === 'encrypted')) return 'differs'
  if (!hop.isEncrypted) return 'as-declared'
  if (isTrusted === null) return hop.protocol === undefined ? 'as-declared' : 'not-observed'
  const isKnownToDiffer = protocols.length > 0 && !fitsProtocol(hop.protocol, protocols)
  if (!isTrusted || isKnownToDiffer) return 'differs'
  return hop.protocol === undefined || isProtocolKnown ? 'as-declared' : 'not-observed'
}

function offeredBy({ protocols }: FactOf<'tls-endpoint'>): readonly string[] {
  return Object.entries(protocols).flatMap(([name, state]) =>
    state === 'offered' ? [protocolWord(name)] : [],
  )
}

interface Line {
  readonly node: string
  readonly text: string
  readonly setBy: string
  readonly sinceMs: number
}

function spokenLines({ body, setBy, sinceMs }: EncryptionFact): readonly Line[] {
  return body.evidence.map((text) => ({ node: body.node, text, setBy, sinceMs }))
}

function endpointLine({ body, setBy, sinceMs }: TlsFact): Line {
  const offered = offeredBy(body).join(', ')
  const answered = offered === '' ? ', by which protocol is not known' : ` with ${offered}`
  const text = `a handshake was answered${answered}; ${body.trust?.reason ?? 'whether its certificate is trusted is not known'}`
  return { node: body.node, text, setBy, sinceMs }
}

/** What was seen alike at several ends is told once. */
function gathered(lines: readonly Line[]): readonly HopEvidence[] {
  return [...new Set(lines.map(({ text }) => text))].map((text) => {
    const alike = lines.filter((line) => line.text === text)
    return {
      text,
      nodes: [...new Set(alike.map(({ node }) => node))],
      setBy: [...new Set(alike.map(({ setBy }) => setBy))],
      sinceMs: Math.max(...alike.map(({ sinceMs }) => sinceMs)),
    }
  })
}
