import { linksFrom, nodesOf } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { activeRegions } from '@/lib/core/findings/site-words'
import { fixes, stated } from '@/lib/core/findings/statements'

export const ha015 = defineRule({
  id: 'HA-015',
  title: 'Sessions are kept in one place, and visitors do not stick to a region',
  severity: 'medium',
  reference: 'session affinity',
  reads: ['inventory.nodes', 'inventory.links', 'inventory.traffic', 'inventory.groups'],
  evaluate: (input) => {
    const balancer = input.inventory.traffic?.loadBalancer
    if (balancer === undefined || activeRegions(input).length < 2) return []
    const isSticky =
      balancer.stickiness === undefined
        ? /sticky|hash|cookie|affinity/i.test(balancer.session)
        : balancer.stickiness !== 'none'
    if (isSticky) return []
    return nodesOf(input, 'cache', 'cluster')
      .filter((store) => [store.role ?? '', ...store.features].some((word) => /session/i.test(word)))
      .filter(
        (store) =>
          store.kind === 'cache' && !linksFrom(input, store.slug).some((link) => link.kind === 'replication'),
      )
      .map((store) => ({
        key: store.slug,
        title: `Sessions are in ${store.name} alone, and visitors change between regions`,
        subjects: [`node:${store.slug}`, `node:${balancer.node}`],
        statements: [
          stated('node', store, 'features', store.features),
          stated('load balancer', { ...balancer, slug: balancer.node }, 'session', balancer.session),
        ],
        fixes: fixes('Replicate the sessions between regions', 'Let visitors stick to a region'),
      }))
  },
})
