import { AppError } from '@/lib/core/errors/app-error'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { Section } from './read-section'

/** Defines a part; infers the shape of what it declares. */
function section<Declared>(parts: Section<Declared>): Section<Declared> {
  return parts
}

export const portSection = section({
  declared: ({ ports, firewallRules }: Inventory) => ({ ports, firewallRules }),
  nodes: ({ ports, firewallRules }) => [
    ...ports.flatMap((port) => port.targets),
    ...firewallRules.map((rule) => rule.node),
  ],
  probeKinds: ['tcp', 'port-sweep', 'ufw'],
})

export const dnsSection = section({
  declared: ({ dns }: Inventory) => dns ?? null,
  nodes: (dns) => (dns ? [dns.server] : []),
  probeKinds: ['dns', 'dns-zone'],
})

export const tlsSection = section({
  declared: ({ tls }: Inventory) => tls,
  nodes: ({ certificates }) => certificates.flatMap((certificate) => certificate.presentedBy),
  probeKinds: ['tls', 'tls-endpoint'],
})

export const trafficSection = section({
  declared: ({ traffic }: Inventory) => traffic ?? null,
  nodes: (traffic) =>
    traffic ? [traffic.loadBalancer.node, ...traffic.rules.flatMap((rule) => rule.nodes)] : [],
  probeKinds: ['cloudflare', 'http'],
})

export const alertSection = section({
  declared: ({ alerts }: Inventory) => ({ rules: alerts }),
  nodes: ({ rules }) => rules.flatMap((rule) => rule.notify),
  probeKinds: ['delivery', 'smtp'],
})

/** Throws `not-found` for a flow that the inventory does not have. */
export function flowSection(slug: string) {
  return section({
    declared: ({ flows }: Inventory) => {
      const flow = flows.find((candidate) => candidate.slug === slug)
      if (!flow) throw new AppError('not-found', `The inventory has no flow ${slug}.`)
      return flow
    },
    nodes: (flow) => flow.participants.flatMap((participant) => participant.nodes),
    probeKinds: [],
  })
}
