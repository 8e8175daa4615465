import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import { type ActionContext, defineAction } from '@/lib/core/runbooks/action-definition'
import { runHostCommand } from '@/lib/server/connectors/ssh/run-command'
import { applicationWriteSchema, isWriteThere, proveWrite } from '../application/application-write'
import { reasonOf } from '../mariadb/ask-servers'
import { getLeader } from '../mariadb/leader'
import {
  type ClusterAccess,
  clusterFields,
  nodeReferenceSchema,
  openCluster,
  resolveNode,
} from '../mariadb/settings'
import { failed, passed, warned } from '../preflight-check'

const HOST_MS = 5_000
/** The write that proved it, for reading it back. */
const WRITE_KEY = 'app-repoint-write'

const settings = z.strictObject({
  ...clusterFields,
  application: z
    .array(slugSchema)
    .min(1)
    .meta({ description: 'Hosts that must follow: PHP-FPM and workers.' }),
  /** Hosts that should, whose silence stops nothing: they may be what has failed. */
  optional: z.array(slugSchema).default([]),
  to: nodeReferenceSchema.optional().meta({ description: 'By default the server that takes writes.' }),
  write: applicationWriteSchema,
  writeWithinSeconds: z.number().min(1).max(120).default(15),
})
type AppRepointSettings = z.infer<typeof settings>

const writeSchema = z.object({ leader: z.string(), reference: z.string() })

export const appRepointAction = defineAction<AppRepointSettings>({
  kind: 'app-repoint',
  title: 'Point the application at the database that leads',
  settings,
  isDestructive: false,
  async describe(wanted, context) {
    const { access, target } = await planOf(wanted, context)
    const hosts = await readHosts(access, wanted, context)
    return {
      summary: `Points ${hosts.length} hosts of the application at ${target.node}, and writes through the edge`,
      commands: [
        ...hosts.map(({ node }) => `ssh ${node} app-set-database ${target.host} ${target.port}`),
        `POST https://${wanted.write.serverName ?? wanted.write.host}${wanted.write.path}, then read back on ${target.node}`,
      ],
      facts: hosts.map(({ node, database, reason }) => ({ label: node, value: database ?? reason })),
    }
  },
  async preflight(wanted, context) {
    const check = { key: 'leader', title: 'One database takes writes' }
    const hosts = await readHosts(await openCluster(wanted, context), wanted, context)
    const reachable = hosts.map(({ node, database, reason }) => {
      const title = { key: `host-${node}`, title: `${node} takes orders over SSH` }
      if (database !== null) return passed(title, `its database is ${database}`)
      return wanted.optional.includes(node) ? warned(title, reason) : failed(title, reason)
    })
    try {
      const { target } = await planOf(wanted, context)
      return [passed(check, target.node), ...reachable]
    } catch (error) {
      const isAhead = context.run.mode === 'rehearsal'
      return [isAhead ? warned(check, reasonOf(error)) : failed(check, reasonOf(error)), ...reachable]
    }
  },
  async execute(wanted, context) {
    const { access, target } = await planOf(wanted, context)
    const before = await readHosts(access, wanted, context)
    await context.remember(
      'app-database-before',
      Object.fromEntries(before.map((host) => [host.node, host.database])),
    )
    await context.assertHeld()
    const after = await Promise.all(before.map((host) => pointHost(access, host, target, context)))
    const missed = after.filter(
      ({ node, database }) => database !== target.address && !wanted.optional.includes(node),
    )
    if (missed.length > 0) {
      throw new AppError(
        'conflict',
        `not pointed at ${target.node}: ${missed.map(({ node, reason }) => `${node} (${reason})`).join(', ')}`,
      )
    }
    const path = { application: wanted.write, cluster: access.cluster, leader: target.node }
    const proof = await proveWrite(path, wanted.writeWithinSeconds * 1_000, context)
    await context.remember(WRITE_KEY, { leader: target.node, reference: proof.reference })
    return {
      changed: before.some(({ database }) => database !== target.address),
      summary: `the application writes to ${target.node} again`,
      evidence: [
        ...after.map(({ node, database, reason }) => ({ label: node, value: database ?? reason })),
        {
          label: 'Write',
          value: `${proof.reference}, served by ${proof.servedBy}, attempt ${proof.attempts}, ${proof.tookMs} ms`,
        },
      ],
    }
  },
  async verify(wanted, context) {
    const { access, target } = await planOf(wanted, context)
    const [hosts, write] = await Promise.all([
      readHosts(access, wanted, context),
      checkWrite(access, { wanted, target }, context),
    ])
    return [
      ...hosts.map(({ node, database, reason }) => {
        const check = { key: `points-${node}`, title: `${node} has its database at ${target.node}` }
        if (database === target.address) return passed(check, target.address)
        const words = database ?? reason
        return wanted.optional.includes(node) ? warned(check, words) : failed(check, words)
      }),
      write,
    ]
  },
})

/** The row that was written is read back from whoever leads now; without one, or under another leader, one is. */
async function checkWrite(
  { cluster }: ClusterAccess,
  { wanted, target }: { readonly wanted: AppRepointSettings; readonly target: Target },
  context: ActionContext,
) {
  const check = { key: 'writes', title: 'A write through the edge is in the database' }
  const path = { application: wanted.write, cluster, leader: target.node }
  try {
    const known = writeSchema.safeParse(await context.recall(WRITE_KEY)).data
    if (known?.leader === target.node) {
      const isThere = await isWriteThere(path, known.reference, context)
      const reason = `${known.reference} ${isThere ? 'stands' : 'does not stand'} in ${target.node}`
      return isThere ? passed(check, reason) : failed(check, reason)
    }
    const proof = await proveWrite(path, wanted.writeWithinSeconds * 1_000, context)
    return passed(check, `${proof.reference} by ${proof.servedBy}, ${proof.tookMs} ms`)
  } catch (error) {
    return failed(check, reasonOf(error))
  }
}

interface Target {
  readonly node: string
  readonly host: string
  readonly port: number
  /** As a host prints it. */
  readonly address: string
}

async function planOf(wanted: AppRepointSettings, context: ActionContext) {
  const access = await openCluster(wanted, context)
  const { leader } = await getLeader(access.cluster, context)
  const node = wanted.to === undefined ? leader : resolveNode(wanted.to, context)
  if (node !== leader) throw new AppError('conflict', `${node} takes no writes, ${leader} does`)
  const address = access.cluster.servers[node]
  if (!address) throw new AppError('bad-input', `the connector declares no server ${node}`)
  const { host, port } = address
  const target: Target = { node, host, port, address: `${host}:${port}` }
  return { access, target }
}

interface HostDatabase {
  readonly node: string
  /** Null when the host does not say. */
  readonly database: string | null
  readonly reason: string
}

function readHosts({ hosts }: ClusterAccess, wanted: AppRepointSettings, context: ActionContext) {
  const ask = async (node: string): Promise<HostDatabase> => {
    try {
      const answer = await runHostCommand(
        hosts,
        { node, command: 'read-database', timeoutMs: HOST_MS },
        context,
      )
      return answer.code === 0
        ? { node, database: answer.output, reason: '' }
        : { node, database: null, reason: answer.complaint }
    } catch (error) {
      return { node, database: null, reason: reasonOf(error) }
    }
  }
  return Promise.all([...wanted.application, ...wanted.optional].map(ask))
}

async function pointHost(
  { hosts }: ClusterAccess,
  before: HostDatabase,
  target: Target,
  context: ActionContext,
): Promise<HostDatabase> {
  const { node } = before
  if (before.database === target.address) return before
  try {
    const values = { host: target.host, port: String(target.port) }
    const answer = await runHostCommand(
      hosts,
      { node, command: 'set-database', values, timeoutMs: HOST_MS },
      context,
    )
    return {
      node,
      database: answer.code === 0 ? answer.output : null,
      reason: answer.complaint || `points at ${answer.output}`,
    }
  } catch (error) {
    return { node, database: null, reason: reasonOf(error) }
  }
}
