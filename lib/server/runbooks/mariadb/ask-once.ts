import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { askServer, type ServerAnswer } from './ask-servers'

/** By the context of a step's look or execution, and by node. */
const silences = new WeakMap<ActionContext, Map<string, Promise<ServerAnswer>>>()

/**
 * As `askServer`, but one that was silent is asked no more within the same look or execution: a hung server costs
 * its whole deadline each time, while nobody can write. One that answered is asked anew.
 */
export async function askOnce(
  cluster: MariadbCluster,
  node: string,
  context: ActionContext,
): Promise<ServerAnswer> {
  const known = silences.get(context) ?? new Map<string, Promise<ServerAnswer>>()
  silences.set(context, known)
  const asking = known.get(node) ?? askServer(cluster, node, context)
  known.set(node, asking)
  const answer = await asking
  if (answer.state) known.delete(node)
  return answer
}

/** Why a server was silent when it was asked in this look or execution; undefined when it was not. */
export async function knownSilence(node: string, context: ActionContext): Promise<string | undefined> {
  const answer = await silences.get(context)?.get(node)
  return answer?.state === null ? answer.reason : undefined
}
