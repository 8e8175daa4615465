import { z } from 'zod'
import { defineCheck } from '@/lib/core/runbooks/action-definition'
import { reasonOf } from '../mariadb/ask-servers'
import { getLeader } from '../mariadb/leader'
import { clusterFields, nodeReferenceSchema, openCluster, resolveNode } from '../mariadb/settings'
import { failed, passed } from '../preflight-check'

const settings = z.strictObject({
  ...clusterFields,
  server: nodeReferenceSchema.optional().meta({ description: 'Who should lead; by default anybody.' }),
})

/** A split brain, or nobody who takes writes, is a reason to stop before anything else. */
export const mariadbLeadsCheck = defineCheck<z.infer<typeof settings>>({
  kind: 'mariadb-leads',
  title: 'Exactly one MariaDB server takes writes',
  settings,
  async check(wanted, context) {
    const check = { key: 'one-leader', title: 'Exactly one server takes writes' }
    const { cluster } = await openCluster(wanted, context)
    try {
      const { leader, answers } = await getLeader(cluster, context)
      const evidence = answers.map(({ node, state }) => ({
        label: node,
        value: state ? `${state.isReadOnly ? 'read only' : 'takes writes'}, at ${state.written}` : 'silent',
      }))
      const should = wanted.server === undefined ? leader : resolveNode(wanted.server, context)
      return [
        leader === should
          ? passed(check, leader, evidence)
          : failed(check, `${leader} does, not ${should}`, evidence),
      ]
    } catch (error) {
      return [failed(check, reasonOf(error))]
    }
  },
})
