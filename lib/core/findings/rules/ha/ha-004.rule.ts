import { groupMembers, nodesOf } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const ha004 = defineRule({
  id: 'HA-004',
  title: 'A Redis Cluster has too few members for a majority, or masters without replicas',
  severity: 'high',
  reference: 'Redis Cluster specification',
  reads: ['inventory.nodes', 'inventory.groups'],
  evaluate: (input) =>
    nodesOf(input, 'cluster')
      .filter((cluster) => /redis/i.test(cluster.name))
      .flatMap((cluster) => {
        const group = input.inventory.groups.find((each) => each.slug === cluster.rollsUp)
        if (group === undefined) return []
        const members = groupMembers(input, group.slug)
        const masters = group.policy.type === 'at-least' ? Math.max(group.policy.required, 3) : 3
        if (members.length >= masters * 2) return []
        const lack =
          members.length < 3 ? 'fewer than three masters have no majority' : 'a lost master loses its slots'
        return [
          {
            key: cluster.slug,
            title: `${cluster.name} has ${members.length} members: ${lack}`,
            subjects: [`node:${cluster.slug}`, ...nodeSubjects(members.map((member) => member.slug))],
            statements: [
              stated(
                'group',
                group,
                'members',
                members.map((member) => member.slug),
              ),
              stated('group', group, 'policy.required', masters),
            ],
            fixes: fixes(
              `Add members: ${masters * 2} hold every slot twice`,
              'Say that the cache may be lost',
            ),
          },
        ]
      }),
})
