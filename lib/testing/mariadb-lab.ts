import type { ActionDefinition, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { type MariadbServer, withMariadb } from '@/lib/server/connectors/mariadb/server'
import { mariadbConnector } from '@/lib/server/connectors/mariadb.connector'
import { appRepointAction } from '@/lib/server/runbooks/actions/app-repoint.action'
import { mariadbFenceAction } from '@/lib/server/runbooks/actions/mariadb-fence.action'
import { mariadbPromoteAction } from '@/lib/server/runbooks/actions/mariadb-promote.action'
import { mariadbRepointAction } from '@/lib/server/runbooks/actions/mariadb-repoint.action'
import { proveWrite } from '@/lib/server/runbooks/application/application-write'
import { askServers, writableNodes } from '@/lib/server/runbooks/mariadb/ask-servers'
import { type TestActionContext, testActionContext } from './action-context'
import { labPort } from './lab'

export const PRIMARY = 'mariadb-primary'
export const REPLICA = 'mariadb-replica'
export const BACKUP = 'backup-mariadb'

const application = ['php-1', 'php-2', 'worker-1', 'worker-2']

/** The settings with which the tests drive the actions, as a runbook would. */
export const steps = {
  fence: (changes: object = {}) =>
    mariadbFenceAction.settings.parse({ server: PRIMARY, application, ...changes }),
  promote: (changes: object = {}) => mariadbPromoteAction.settings.parse({ from: PRIMARY, ...changes }),
  repoint: (changes: object = {}) => mariadbRepointAction.settings.parse({ except: [PRIMARY], ...changes }),
  app: (changes: object = {}) =>
    appRepointAction.settings.parse({
      application,
      optional: ['backup-php'],
      write: {
        host: '127.10.0.10',
        port: labPort(443),
        serverName: 'askproai.de',
        caFile: 'file:lab/tls/ca.pem',
        path: '/api/orders',
        table: 'askproai.orders',
        column: 'reference',
      },
      ...changes,
    }),
}

/** Preflight, execute, verify, as the engine does. Throws with what does not hold. */
export async function perform<Settings>(
  action: ActionDefinition<Settings>,
  settings: Settings,
  context: TestActionContext,
) {
  const before = broken(await action.preflight(settings, context))
  if (before.length > 0) throw new Error(`${action.kind} may not begin: ${before.join('; ')}`)
  const result = await action.execute(settings, context)
  const after = broken(await action.verify(settings, context))
  if (after.length > 0) throw new Error(`${action.kind} had no effect: ${after.join('; ')}`)
  return result
}

export function broken(checks: readonly PreflightCheck[]): readonly string[] {
  return checks
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
    .map(({ title, reason }) => `${title}: ${reason}`)
}

/** As the lab's own account, which may do everything: it plays the people and the accidents. */
export async function asRoot<T>(node: string, work: (server: MariadbServer) => Promise<T>): Promise<T> {
  const context = testActionContext()
  const cluster = await context.connector('mariadb', mariadbConnector.settings)
  const root = { ...cluster, user: 'lab', password: 'file:lab/secrets/mariadb-lab' }
  return withMariadb(root, node, context, work)
}

/** As a customer does, through the edge; resolves once it was confirmed and stands in the leading database. */
export async function placeOrder(context: TestActionContext, leader = PRIMARY): Promise<string> {
  const cluster = await context.connector('mariadb', mariadbConnector.settings)
  const proof = await proveWrite({ application: steps.app().write, cluster, leader }, 10_000, context)
  return proof.reference
}

export async function whoTakesWrites(): Promise<readonly string[]> {
  const context = testActionContext()
  const cluster = await context.connector('mariadb', mariadbConnector.settings)
  return writableNodes(await askServers(cluster, Object.keys(cluster.servers), context))
}
