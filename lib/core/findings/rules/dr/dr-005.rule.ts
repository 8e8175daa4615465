import { dataStores, linksTo, nodeNamed } from '@/lib/core/findings/estate-index'
import { keptBy, keptByBoth } from '@/lib/core/findings/kept-by'
import { defineRule, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { absent, fix, stated } from '@/lib/core/findings/statements'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { InventoryNode } from '@/lib/core/inventory/node'

export const dr005 = defineRule({
  id: 'DR-005',
  title: 'A store has no backup',
  severity: 'high',
  reference: 'ISO A.8.13',
  reads: ['inventory.backups', 'inventory.nodes', 'inventory.links', 'inventory.groups', 'inventory.dns'],
  evaluate: (input) => {
    const { backups, dns } = input.inventory
    const kept = new Set(backups.flatMap((backup) => backup.of))
    const follows = (slug: string) =>
      linksTo(input, slug).some((link) => link.kind === 'replication' && kept.has(link.source))
    const holdsCopies = new Set(backups.flatMap((backup) => backup.copies.map((copy) => copy.node)))
    /** What nothing but backups is written to holds copies alone: to back those up is the copies' own matter. */
    const isCopy = (slug: string) =>
      holdsCopies.has(slug) && linksTo(input, slug).every((link) => link.kind === 'backup')
    const zone = dns === undefined ? undefined : nodeNamed(input, dns.server)
    const bare = [...withoutCopy(dataStores(input), backups), ...(zone && !kept.has(zone.slug) ? [zone] : [])]
    return (kept.size === 0 ? bare : bare.filter((store) => !follows(store.slug) && !isCopy(store.slug))).map(
      withoutBackup,
    )
  },
})

/** Stores that no backup names; a replica has the copies of its primary. */
const withoutCopy = keptByBoth((stores: readonly InventoryNode[], backups: Inventory['backups']) => {
  const kept = new Set(backups.flatMap((backup) => backup.of))
  return stores.filter((store) => !/replica/i.test(store.role ?? '') && !kept.has(store.slug))
})

const withoutBackup = keptBy(
  (store: InventoryNode): RuleFinding => ({
    key: store.slug,
    title: `${store.name} has no backup`,
    subjects: [`node:${store.slug}`],
    statements: [
      stated('node', store, 'role', [store.role, ...store.features].filter(Boolean).join(', ')),
      absent('backups', `none of ${store.slug}`),
    ],
    fixes: [fix(1, `Back ${store.name} up`), fix(0, 'Say that what it holds may be lost')],
    rootCause: 'stores-without-backup',
  }),
)
