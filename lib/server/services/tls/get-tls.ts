import { toInstant } from '@/lib/core/api/instant'
import type { TlsEndpointWire, TlsHopWire } from '@/lib/core/api/tls'
import type { HopView, UnseenEnd } from '@/lib/core/tls/hop-view'
import { type EndpointView, tlsView } from '@/lib/core/tls/tls-view'
import { listFacts } from '@/lib/server/repositories/fact.repository'
import { readSection } from '@/lib/server/services/estate/read-section'
import { tlsSection } from '@/lib/server/services/estate/sections'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** What is declared of TLS beside what each endpoint serves, and each leg of a request's way. */
export async function getTls(context: ServiceContext) {
  requireRole(context, 'auditor')
  const section = await readSection(context, tlsSection)
  const { inventory } = await currentInventory(context.database)
  const facts = {
    endpoints: await listFacts(context.database, ['tls-endpoint']),
    encryption: await listFacts(context.database, ['encryption']),
  }
  const { endpoints, hops } = tlsView(inventory, facts, context.clock.nowMs())
  return { ...section, endpoints: endpoints.map(toEndpointWire), hops: hops.map(toHopWire) }
}

function toEndpointWire({ fact, chain, checks, isStale }: EndpointView): TlsEndpointWire {
  const { kind: _, ...body } = fact.body
  return {
    ...body,
    chain: [...chain],
    checks: [...checks],
    setBy: fact.setBy,
    observedAt: toInstant(fact.observedAtMs),
    since: toInstant(fact.sinceMs),
    isStale,
  }
}

function toHopWire({ hop, from, to, observed, unseen, verdict }: HopView): TlsHopWire {
  const { slug, stage, title, isEncrypted, protocol, certificate, encryption, mode } = hop
  return {
    slug,
    stage,
    title,
    from: [...from],
    to: [...to],
    declared: {
      isEncrypted,
      protocol: protocol ?? null,
      certificate: certificate ?? null,
      encryption: encryption ?? null,
      mode: mode ?? null,
    },
    observed: observed && toObservedWire(observed),
    unseen: unseen.map(toUnseenWire),
    verdict,
  }
}

function toUnseenWire(end: UnseenEnd): TlsHopWire['unseen'][number] {
  switch (end.why) {
    case 'nobody-looks':
      return end
    case 'fails': {
      const { sinceMs, ...rest } = end
      return { ...rest, since: toInstant(sinceMs) }
    }
    case 'stale': {
      const { observedAtMs, ...rest } = end
      return { ...rest, observedAt: toInstant(observedAtMs) }
    }
  }
}

function toObservedWire({ evidence, isProtocolKnown: _, ...observed }: NonNullable<HopView['observed']>) {
  return {
    ...observed,
    protocols: [...observed.protocols],
    issuers: [...observed.issuers],
    evidence: evidence.map(({ nodes, text, setBy, sinceMs }) => ({
      nodes: [...nodes],
      text,
      setBy: [...setBy],
      since: toInstant(sinceMs),
    })),
  }
}
