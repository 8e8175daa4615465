import type { Inventory } from './inventory'

/** One nameable part of an inventory; plans, revisions and audit entries speak of these. */
export interface InventoryThing {
  /** A word for people: node, link, DNS record. */
  readonly kind: string
  /** Unique among the things of its kind. */
  readonly slug: string
  readonly value: Readonly<Record<string, unknown>>
}

/** Every part of the inventory that has a name, in the order of the file. Together they are all of it. */
export function inventoryThings(inventory: Inventory): readonly InventoryThing[] {
  const { dns, tls, traffic, disasterRecovery } = inventory
  return [
    { kind: 'estate', slug: inventory.estate.slug, value: inventory.estate },
    ...named('zone', inventory.zones),
    ...named('region', inventory.regions),
    ...named('group', inventory.groups),
    ...inventory.nodes.flatMap(nodeThings),
    ...inventory.links.map((link) => ({ kind: 'link', slug: link.id, value: link })),
    ...named('view', inventory.views),
    ...named('port', inventory.ports),
    ...named('firewall rule', inventory.firewallRules),
    ...named('firewall', inventory.firewalls),
    ...(dns ? [zoneThing(dns)] : []),
    ...named('DNS record', dns?.records ?? []),
    ...named('certificate', tls.certificates),
    ...named('TLS setting', tls.settings),
    ...named('TLS hop', tls.hops),
    ...(traffic
      ? [{ kind: 'load balancer', slug: traffic.loadBalancer.node, value: traffic.loadBalancer }]
      : []),
    ...named('traffic rule', traffic?.rules ?? []),
    ...named('alert', inventory.alerts),
    ...named('flow', inventory.flows),
    ...named('recovery path', disasterRecovery.paths),
    ...named('recovery scenario', disasterRecovery.scenarios),
    ...named('backup', inventory.backups),
    ...named('scrape job', inventory.monitoring?.scrapes ?? []),
    ...named('receiver', inventory.monitoring?.receivers ?? []),
    ...(inventory.monitoring?.inhibitions ?? []).map((value) => ({
      kind: 'inhibition',
      slug: `${value.source}-${value.target}`,
      value,
    })),
    ...named('review', inventory.reviews),
    ...(inventory.auditPolicy ? [{ kind: 'audit policy', slug: 'audit', value: inventory.auditPolicy }] : []),
    ...named('contradiction', inventory.contradictions),
    ...named('connector', inventory.connectors),
  ]
}

function zoneThing(dns: NonNullable<Inventory['dns']>): InventoryThing {
  const { records: _records, ...value } = dns
  return { kind: 'DNS zone', slug: dns.zone, value }
}

/** A node's probes are things of their own, so that one changed port is not a changed node. */
function nodeThings(node: Inventory['nodes'][number]): readonly InventoryThing[] {
  const { probes, ...value } = node
  return [
    { kind: 'node', slug: node.slug, value },
    ...probes.map((probe) => ({ kind: 'probe', slug: `${node.slug}/${probe.key}`, value: probe })),
  ]
}

function named(
  kind: string,
  things: readonly (Readonly<Record<string, unknown>> & { readonly slug: string })[],
): readonly InventoryThing[] {
  return things.map((value) => ({ kind, slug: value.slug, value }))
}
