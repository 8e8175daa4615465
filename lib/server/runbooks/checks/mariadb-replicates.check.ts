import { z } from 'zod'
import { defineCheck } from '@/lib/core/runbooks/action-definition'
import { parseGtidSet, transactionsAhead } from '@/lib/core/runbooks/mariadb/gtid-set'
import { reasonOf } from '../mariadb/ask-servers'
import { isFollowing } from '../mariadb/follow-source'
import { getLeader } from '../mariadb/leader'
import { clusterFields, nodeReferenceSchema, openCluster, resolveNode } from '../mariadb/settings'
import { failed, passed, unknown } from '../preflight-check'

const settings = z.strictObject({
  ...clusterFields,
  servers: z.array(nodeReferenceSchema).min(1),
  maxBehind: z
    .int()
    .min(0)
    .default(20)
    .meta({ description: 'Transactions; a busy primary is always a few ahead.' }),
})

export const mariadbReplicatesCheck = defineCheck<z.infer<typeof settings>>({
  kind: 'mariadb-replicates',
  title: 'MariaDB replicas follow the leader and are up to date',
  settings,
  async check(wanted, context) {
    const { cluster } = await openCluster(wanted, context)
    const nodes = wanted.servers.map((reference) => resolveNode(reference, context))
    try {
      const { leader, answers } = await getLeader(cluster, context)
      const written = answers.find(({ node }) => node === leader)?.state?.written ?? ''
      return nodes.map((node) => {
        const check = { key: `replicates-${node}`, title: `${node} follows ${leader} and is up to date` }
        const answer = answers.find((each) => each.node === node)
        if (!answer?.state)
          return unknown(check, answer && 'reason' in answer ? answer.reason : 'it is not declared')
        const { state } = answer
        const evidence = [
          { label: leader, value: written },
          { label: node, value: state.applied },
        ]
        if (!isFollowing(state, { cluster, source: leader }))
          return failed(check, `it does not follow ${leader}`, evidence)
        const behind = transactionsAhead(parseGtidSet(written), parseGtidSet(state.applied))
        return behind <= wanted.maxBehind
          ? passed(check, `${behind} transactions behind`, evidence)
          : failed(check, `${behind} transactions behind`, evidence)
      })
    } catch (error) {
      return [failed({ key: 'one-leader', title: 'One server takes writes' }, reasonOf(error))]
    }
  },
})
