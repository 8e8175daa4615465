import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { AskedServer } from '@/lib/core/runbooks/mariadb/replica-facts'
import type { PlacedServer } from '@/lib/core/runbooks/mariadb/who-leads'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import { type MariadbState, readState } from '@/lib/server/connectors/mariadb/state'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'

export type ServerAnswer =
  | { readonly node: string; readonly state: MariadbState }
  | { readonly node: string; readonly state: null; readonly reason: string }

/** Every server at once, each with its own deadline; one that is silent never hides another. */
export function askServers(
  cluster: MariadbCluster,
  nodes: readonly string[],
  context: Pick<ActionContext, 'signal' | 'secret'>,
): Promise<readonly ServerAnswer[]> {
  return Promise.all(nodes.map((node) => askServer(cluster, node, context)))
}

export async function askServer(
  cluster: MariadbCluster,
  node: string,
  context: Pick<ActionContext, 'signal' | 'secret'>,
): Promise<ServerAnswer> {
  try {
    return { node, state: await withMariadb(cluster, node, context, readState) }
  } catch (error) {
    return { node, state: null, reason: reasonOf(error) }
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** As the decisions know it. */
export function asked(answer: ServerAnswer): AskedServer {
  const { node, state } = answer
  if (state === null) return { state: 'silent', node, reason: answer.reason }
  const { replication, isReadOnly, written } = state
  if (replication === null) return { state: 'primary', node, isReadOnly, written }
  return {
    state: 'replica',
    facts: {
      node,
      serverId: state.serverId,
      isReadOnly,
      logsReplicated: state.logsReplicated,
      usesGtid: replication.usesGtid !== 'No',
      ioThread: replication.ioThread,
      sqlThread: replication.sqlThread,
      sqlError: replication.sqlError,
      received: replication.received || state.applied,
      applied: state.applied,
      written,
      history: state.history,
    },
  }
}

/** As it is decided on who leads. */
export function placed(answers: readonly ServerAnswer[], cluster: MariadbCluster): readonly PlacedServer[] {
  return answers.map(({ node, state }) => ({
    node,
    answer: state && { isReadOnly: state.isReadOnly, follows: followedNode(state, cluster) },
  }))
}

function followedNode({ replication }: MariadbState, { servers }: MariadbCluster): string | null {
  if (replication === null) return null
  const { host, port } = replication
  const found = Object.entries(servers).find(([, each]) => each.host === host && each.port === port)
  return found?.[0] ?? `${host}:${port}`
}

/** Servers that take writes now. More than one is a split brain. */
export function writableNodes(answers: readonly ServerAnswer[]): readonly string[] {
  return answers.flatMap(({ node, state }) => (state && !state.isReadOnly ? [node] : []))
}
