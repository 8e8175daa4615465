import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { literal } from '@/lib/server/connectors/mariadb/literal'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { mariadbConnector } from '@/lib/server/connectors/mariadb.connector'
import { askServers, writableNodes } from '@/lib/server/runbooks/mariadb/ask-servers'
import { isFollowing } from '@/lib/server/runbooks/mariadb/follow-source'
import { testActionContext } from '@/lib/testing/action-context'

const QUERY_AT_ONCE = 500

let known: MariadbCluster | undefined

async function open(): Promise<{
  cluster: MariadbCluster
  context: ActionContext
  nodes: readonly string[]
}> {
  const context = testActionContext()
  known ??= await context.connector('mariadb', mariadbConnector.settings)
  return { cluster: known, context, nodes: Object.keys(known.servers) }
}

/** Servers that take writes now, as each of them says. */
export async function whoTakesWrites(): Promise<readonly string[]> {
  const { cluster, context, nodes } = await open()
  return writableNodes(await askServers(cluster, nodes, context))
}

/** Throws unless exactly one leads. */
export async function whoLeads(): Promise<string> {
  const writable = await whoTakesWrites()
  const [leader] = writable
  if (!leader || writable.length > 1) throw new Error(`${writable.join(', ') || 'nobody'} takes writes`)
  return leader
}

export async function areAllFollowing(): Promise<boolean> {
  const { cluster, context, nodes } = await open()
  const answers = await askServers(cluster, nodes, context)
  const [source, second] = writableNodes(answers)
  if (source === undefined || second !== undefined) return false
  return answers.every(
    ({ node, state }) => node === source || (state && isFollowing(state, { cluster, source })),
  )
}

/** Which of the references stand in the database of whoever leads. */
export async function findOrders(references: readonly string[]): Promise<ReadonlySet<string>> {
  const { cluster, context } = await open()
  const found = new Set<string>()
  const leader = await whoLeads()
  await withMariadb(cluster, leader, context, async (server) => {
    for (let at = 0; at < references.length; at += QUERY_AT_ONCE) {
      const list = references
        .slice(at, at + QUERY_AT_ONCE)
        .map(literal)
        .join(', ')
      const rows = await server.rows(`SELECT reference FROM askproai.orders WHERE reference IN (${list})`)
      for (const row of rows) if (row.reference) found.add(row.reference)
    }
  })
  return found
}
