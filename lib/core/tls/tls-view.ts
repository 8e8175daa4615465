import type { Inventory } from '@/lib/core/inventory/inventory'
import type { ServedCertificate } from '@/lib/core/observed/fact'
import { isFresh } from '@/lib/core/observed/freshness'
import { type CertificateLife, certificateLife } from './certificate-life'
import { type HopFacts, type HopView, hopView, type TlsFact } from './hop-view'
import { checkPolicy, type PolicyCheck } from './policy-check'

export interface EndpointView {
  readonly fact: TlsFact
  readonly isStale: boolean
  readonly chain: readonly (ServedCertificate & { readonly life: CertificateLife })[]
  readonly checks: readonly PolicyCheck[]
}

export interface TlsView {
  readonly endpoints: readonly EndpointView[]
  readonly hops: readonly HopView[]
}

/** Endpoints with the policy that is declared for their node, and each leg of a request's way. */
export function tlsView(inventory: Inventory, facts: HopFacts, nowMs: number): TlsView {
  const endpoints = facts.endpoints.map((fact): EndpointView => {
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
  return { endpoints, hops: inventory.tls.hops.map((hop) => hopView(hop, inventory, facts, nowMs)) }
}

function settingsOf({ tls }: Inventory, node: string): Inventory['tls']['settings'] {
  const presented = tls.certificates.filter(({ presentedBy }) => presentedBy.includes(node))
  const slugs = new Set(presented.map(({ slug }) => slug))
  return tls.settings.filter(({ certificate }) => slugs.has(certificate))
}
