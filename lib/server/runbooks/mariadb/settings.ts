import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { parameterNamed } from '@/lib/core/runbooks/run-parameters'
import { type MariadbCluster, mariadbConnector } from '@/lib/server/connectors/mariadb.connector'
import { type SshHosts, sshConnector } from '@/lib/server/connectors/ssh.connector'

/** A node by its slug, or `$name` for the one that the run's parameter of that name gives. */
export const nodeReferenceSchema = z
  .string()
  .regex(/^\$?[a-z0-9]+(-[a-z0-9]+)*$/)
  .meta({ description: 'A node, or `$name`: the node that the parameter of the run gives.' })

/** What every MariaDB action is told. */
export const clusterFields = {
  connector: slugSchema.default('mariadb').meta({ description: 'The connector of the cluster.' }),
  hosts: slugSchema.default('ssh').meta({ description: 'The connector of the hosts.' }),
} as const

export interface ClusterAccess {
  readonly cluster: MariadbCluster
  readonly hosts: SshHosts
}

export async function openCluster(
  settings: { readonly connector: string; readonly hosts: string },
  context: ActionContext,
): Promise<ClusterAccess> {
  const [cluster, hosts] = await Promise.all([
    context.connector(settings.connector, mariadbConnector.settings),
    context.connector(settings.hosts, sshConnector.settings),
  ])
  return { cluster, hosts }
}

/** The node that a setting means in this run. Throws `bad-input` when the run has no such parameter. */
export function resolveNode(reference: string, context: Pick<ActionContext, 'run'>): string {
  const name = parameterNamed(reference)
  if (name === undefined) return reference
  const node = context.run.parameters[name]
  if (node === undefined) throw new AppError('bad-input', `the run has no parameter ${name}`)
  return node
}

/** Nodes in the order in which they should lead: preferred ones first, those that never may left out. */
export function promotionOrder(cluster: MariadbCluster, wanted: string | undefined): readonly string[] {
  const able = Object.entries(cluster.servers).filter(([, server]) => server.promotion !== 'never')
  const rank = ([node, server]: (typeof able)[number]) => {
    if (node === wanted) return 0
    return server.promotion === 'preferred' ? 1 : 2
  }
  return able.toSorted((one, other) => rank(one) - rank(other)).map(([node]) => node)
}
