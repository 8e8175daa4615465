import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact, ServedCertificate } from '@/lib/core/observed/fact'
import { isFresh } from '@/lib/core/observed/freshness'
import { type CertificateLife, certificateLife } from './certificate-life'
import { checkPolicy, type PolicyCheck, protocolWord } from './policy-check'

type TlsFact = ObservedFact<FactOf<'tls-endpoint'>>
type Hop = Inventory['tls']['hops'][number]

export interface EndpointView {
  readonly fact: TlsFact
  readonly isStale: boolean
  readonly chain: readonly (ServedCertificate & { readonly life: CertificateLife })[]
  readonly checks: readonly PolicyCheck[]
}

export const hopVerdicts = ['differs', 'not-observed', 'as-declared'] as const

export interface HopView {
  readonly hop: Hop
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** What the fresh endpoints at the far end show; null when nobody observes this leg. */
  readonly observed: {
    readonly protocols: readonly string[]
    readonly issuers: readonly string[]
    readonly group: string | null
    readonly isTrusted: boolean
  } | null
  readonly verdict: (typeof hopVerdicts)[number]
}

export interface TlsView {
  readonly endpoints: readonly EndpointView[]
  readonly hops: readonly HopView[]
}

/** Endpoints with the policy that is declared for their node, and each leg of a request's way. */
export function tlsView(inventory: Inventory, facts: readonly TlsFact[], nowMs: number): TlsView {
  const endpoints = facts.map((fact): EndpointView => {
    const isStale = !isFresh(fact, nowMs)
    const { body } = fact
    const settings = isStale ? [] : settingsOf(inventory, body.node)
    return {
      fact,
      isStale,
      chain: body.chain.map((certificate) => ({ ...certificate, life: certificateLife(certificate, nowMs) })),
      checks: settings.map((setting) => checkPolicy(setting, body)),
    }
  })
  return { endpoints, hops: inventory.tls.hops.map((hop) => hopView(hop, inventory, endpoints)) }
}

function settingsOf({ tls }: Inventory, node: string): Inventory['tls']['settings'] {
  const presented = tls.certificates.filter(({ presentedBy }) => presentedBy.includes(node))
  const slugs = new Set(presented.map(({ slug }) => slug))
  return tls.settings.filter(({ certificate }) => slugs.has(certificate))
}

function hopView(hop: Hop, { links }: Inventory, endpoints: readonly EndpointView[]): HopView {
  const own = links.filter((link) => hop.links.includes(link.id))
  const from = [...new Set(own.map(({ source }) => source))]
  const to = [...new Set(own.map(({ target }) => target))]
  const seen = endpoints.filter(({ fact, isStale }) => !isStale && to.includes(fact.body.node))
  const answered = seen.filter(({ fact }) => fact.body.failure === null)
  if (answered.length === 0) return { hop, from, to, observed: null, verdict: 'not-observed' }
  const bodies = answered.map(({ fact }) => fact.body)
  const protocols = [...new Set(bodies.flatMap(offeredBy))].sort()
  const observed = {
    protocols,
    issuers: [...new Set(bodies.flatMap(({ chain }) => chain[0]?.issuer ?? []))],
    group: bodies.find(({ group }) => group !== null)?.group ?? null,
    isTrusted: bodies.every(({ trust }) => trust?.isTrusted === true),
  }
  const isRight = hop.isEncrypted && observed.isTrusted && fitsProtocol(hop.protocol, protocols)
  return { hop, from, to, observed, verdict: isRight ? 'as-declared' : 'differs' }
}

function offeredBy({ protocols }: FactOf<'tls-endpoint'>): readonly string[] {
  return Object.entries(protocols).flatMap(([name, state]) =>
    state === 'offered' ? [protocolWord(name)] : [],
  )
}

/** `TLS 1.3` is that one alone, `TLS 1.2+` that one and later; what is not stated fits. */
export function fitsProtocol(stated: string | undefined, offered: readonly string[]): boolean {
  if (stated === undefined) return true
  const least = stated.replace(/\+$/, '').trim()
  return stated.endsWith('+')
    ? offered.length > 0 && offered.every((each) => each >= least)
    : offered.length > 0 && offered.every((each) => each === least)
}
