import { z } from 'zod'
import { slugSchema } from '@/lib/core/inventory/slug'
import { defineCheck } from '@/lib/core/runbooks/action-definition'

const settings = z.strictObject({
  nodes: z.array(slugSchema).min(1).max(50),
  statuses: z.array(z.string()).min(1).default(['healthy']),
})
type NodesHealthySettings = z.infer<typeof settings>

/** What the map shows of the nodes; one that nobody has looked at lately passes nothing. */
export const nodesHealthyCheck = defineCheck<NodesHealthySettings>({
  kind: 'nodes-healthy',
  title: 'Nodes are healthy',
  settings,
  check: ({ nodes, statuses }, context) =>
    Promise.all(
      nodes.map(async (node) => {
        const { status } = await context.healthOf(node)
        const isRight = statuses.includes(status)
        const outcome = isRight ? 'passed' : status === 'unknown' ? 'unknown' : 'failed'
        return {
          key: node,
          title: `${node} is ${statuses.join(' or ')}`,
          outcome,
          reason: status,
          evidence: [],
        }
      }),
    ),
})
