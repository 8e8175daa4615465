import type { DelegationWire, DnsRowWire } from '@/lib/core/api/dns'
import { toInstant } from '@/lib/core/api/instant'
import type { Delegation } from '@/lib/core/dns/delegation'
import { mailView } from '@/lib/core/dns/mail-view'
import { cloudflareRanges } from '@/lib/core/dns/provider-ranges'
import { type RecordRow, zoneView } from '@/lib/core/dns/zone-view'
import { listFacts } from '@/lib/server/repositories/fact.repository'
import { readSection } from '@/lib/server/services/estate/read-section'
import { dnsSection } from '@/lib/server/services/estate/sections'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

const nothingKnown = { isDeclaredSigned: null, hasKeys: null, isValidated: null }

/** The declared zone beside the answers of each server. */
export async function getDns(context: ServiceContext) {
  requireRole(context, 'auditor')
  const section = await readSection(context, dnsSection)
  const { inventory } = await currentInventory(context.database)
  const facts = await listFacts(context.database, ['dns-answer'])
  const policies = await listFacts(context.database, ['mta-sts'])
  const nowMs = context.clock.nowMs()
  const view = zoneView(inventory, facts, nowMs)
  const { provider, source, retrievedOn } = cloudflareRanges
  return {
    ...section,
    rows: (view?.rows ?? []).map(toRowWire),
    servers: [...(view?.servers ?? [])],
    delegations: (view?.delegations ?? []).map(toDelegationWire),
    dnssec: view?.dnssec ?? nothingKnown,
    mail:
      inventory.dns === undefined
        ? []
        : mailView(inventory.dns.zone, { answers: facts, policies }, nowMs).map(withLists),
    providerRanges: { provider, source, retrievedOn },
  }
}

function toRowWire({ declared, answers, ...row }: RecordRow): DnsRowWire {
  return {
    ...row,
    declared: [...declared],
    answers: answers.map(({ fact, ...answer }) => {
      const { rcode, isAuthoritative, isValidated, usedTcp, records } = fact.body
      const times = { observedAt: toInstant(fact.observedAtMs), since: toInstant(fact.sinceMs) }
      return { ...answer, rcode, isAuthoritative, isValidated, usedTcp, records, setBy: fact.setBy, ...times }
    }),
  }
}

function toDelegationWire({ nameServers, glue, ds, ...delegation }: Delegation): DelegationWire {
  return { ...delegation, nameServers: [...nameServers], glue: [...glue], ds: ds && [...ds] }
}

function withLists<T extends { readonly problems: readonly string[] }>(record: T) {
  return { ...record, problems: [...record.problems] }
}
