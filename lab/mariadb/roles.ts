import type { Connection } from 'mariadb'
import type { Lab } from '@/lab/lab'
import { runStatements, withServer } from '@/lab/mariadb/connection'
import { copyServer } from '@/lab/mariadb/copy-server'
import { PRIMARY, REPLICAS } from '@/lab/mariadb/hosts'
import { mostComplete } from '@/lab/mariadb/most-complete'
import { applyReceived, follow, hasCaughtUp } from '@/lab/mariadb/replication'
import type { MariadbHost } from '@/lab/mariadb/server-files'
import { answered, isSilent, lookAt, type ServerLook, type SilentServer } from '@/lab/mariadb/server-look'
import type { Disorder, LabEnsemble } from '@/lab/service'
import { formatGtidSet, relationOf } from '@/lib/core/runbooks/mariadb/gtid-set'

const CATCH_UP_MS = 6_000

/**
 * Who leads and who follows, decided here alone, one after another, once every server runs that can. All are asked
 * for their history first; the declared primary gets the most complete one before it opens, and then the others
 * follow it. A command that is not about the primary leaves a promoted leader in its place.
 */
export const mariadbEnsemble: LabEnsemble = {
  name: 'mariadb',
  async settle(lab, news, signal) {
    const [primary, ...others] = await Promise.all([PRIMARY, ...REPLICAS].map((host) => lookAt(lab, host)))
    const silent = [primary, ...others].flatMap((look) => (look && isSilent(look) ? [look] : []))
    const unheard = silent
      .filter(({ host }) => news.nodes.includes(host.node))
      .map(({ host, reason }) => ({ node: host.node, reason: `it does not answer: ${reason}` }))
    const promoted = answered(others).find((look) => !look.hasSource && !look.isReadOnly)
    const leader = news.nodes.includes(PRIMARY.node) ? undefined : promoted?.host
    if (primary === undefined || (isSilent(primary) && !leader)) {
      if (!promoted) await waitForPrimary(lab, answered(others))
      return unheard
    }
    if (!leader && !isSilent(primary)) {
      const why = await lead(lab, { primary, others, hasWoken: news.woken.includes(PRIMARY.node) }, signal)
      if (why !== undefined) return [...unheard, { node: PRIMARY.node, reason: why }]
    }
    const source = leader ?? PRIMARY
    const followers = answered(leader ? [primary, ...others] : others)
      .map(({ host }) => host)
      .filter(({ node }) => !leader || (node !== leader.node && news.nodes.includes(node)))
    const disorders = await Promise.all(followers.map((host) => followLeader(lab, { host, source }, signal)))
    return [...unheard, ...disorders.flat()]
  },
}

interface Cluster {
  readonly primary: ServerLook
  readonly others: readonly (ServerLook | SilentServer)[]
  /** It stood still until now, and nobody knows what others did meanwhile. */
  readonly hasWoken: boolean
}

/** Followers are told whom to wait for. One that was promoted stays closed, and keeps what it has for later. */
async function waitForPrimary(lab: Lab, others: readonly ServerLook[]): Promise<void> {
  for (const { host, hasSource, position } of others) {
    if (!hasSource && position.size > 0) continue
    await withServer(lab, host.address, (server) => demote(lab, server, PRIMARY))
  }
}

/** Opens the declared primary, unless it leads already; else why not. */
async function lead(lab: Lab, cluster: Cluster, signal: AbortSignal): Promise<string | undefined> {
  const { primary, others, hasWoken } = cluster
  const hasLedOn = !primary.isReadOnly && !primary.hasSource && !hasWoken
  if (hasLedOn && mostComplete(primary, answered(others), true) === undefined) return open(lab)
  await close(lab, PRIMARY)
  const silent = others.filter(isSilent)
  const [first] = silent
  if (first) {
    const names = silent.map(({ host }) => host.node).join(' and ')
    const why = `stays closed: ${names} may have writes that it lacks, and cannot be asked (${first.reason})`
    lab.log(`${PRIMARY.node} ${why}`)
    return `it ${why}`
  }
  await completeHistory(lab, answered(others), { hasLedOn, signal })
  return open(lab)
}

async function open(lab: Lab): Promise<undefined> {
  await withServer(lab, PRIMARY.address, (server) =>
    runStatements(server, [
      ...['STOP SLAVE', 'RESET SLAVE ALL'],
      ...['SET GLOBAL rpl_semi_sync_master_enabled = 1', 'SET GLOBAL read_only = 0'],
    ]),
  )
}

/** No server takes writes from here on, so that what each has is final; then the primary gets what it lacks. */
async function completeHistory(
  lab: Lab,
  others: readonly ServerLook[],
  { hasLedOn, signal }: { readonly hasLedOn: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const own = await look(lab, PRIMARY)
  const soon = () => AbortSignal.any([signal, AbortSignal.timeout(CATCH_UP_MS)])
  // Asked before they are closed: whether one was open tells that it had been promoted.
  for (const other of others) if (!other.isReadOnly) await close(lab, other.host)
  for (const { host, hasSource, received, history } of others) {
    const mustApply = hasSource && relationOf(received, history) === 'behind'
    if (mustApply && relationOf(received, own.history) !== 'contained') await applyReceived(lab, host, soon())
  }
  const closed = await Promise.all(others.map(({ host }) => look(lab, host)))
  const final = closed.map((each, index) => ({ ...each, isReadOnly: others[index]?.isReadOnly ?? true }))
  const source = mostComplete(own, final, hasLedOn)
  if (source === undefined) return
  const { host, position } = source
  lab.log(`${host.node} is at ${formatGtidSet(position)}, which ${PRIMARY.node} gets before it opens`)
  await withServer(lab, PRIMARY.address, (server) => follow(lab, server, host))
  if (await hasCaughtUp(lab, { host: PRIMARY, goal: position }, soon())) return
  lab.log(`${PRIMARY.node} has drifted apart from ${host.node}; copying it anew`)
  await copyServer(lab, host, PRIMARY)
}

/** Read-only, and following the leader by GTID; one that has drifted apart from it is made anew. */
async function followLeader(
  lab: Lab,
  { host, source }: { readonly host: MariadbHost; readonly source: MariadbHost },
  signal: AbortSignal,
): Promise<readonly Disorder[]> {
  try {
    await withServer(lab, host.address, (server) => demote(lab, server, source))
    const goal = (await look(lab, source)).position
    const soon = AbortSignal.any([signal, AbortSignal.timeout(CATCH_UP_MS)])
    if (await hasCaughtUp(lab, { host, goal }, soon)) return []
    lab.log(`${host.node} has drifted apart from ${source.node}; copying it anew`)
    await copyServer(lab, source, host)
    await withServer(lab, host.address, (server) => follow(lab, server, source))
    if (await hasCaughtUp(lab, { host, goal }, signal)) return []
    return [{ node: host.node, reason: `it does not follow ${source.node}` }]
  } catch (error) {
    return [{ node: host.node, reason: error instanceof Error ? error.message : String(error) }]
  }
}

async function demote(lab: Lab, server: Connection, source: MariadbHost): Promise<void> {
  await runStatements(server, ['SET GLOBAL read_only = 1', 'SET GLOBAL rpl_semi_sync_master_enabled = 0'])
  await follow(lab, server, source)
}

/** Writes that wait for an acknowledgement are let go first: they are in its log, and counted. */
async function close(lab: Lab, host: MariadbHost): Promise<void> {
  await withServer(lab, host.address, (server) =>
    runStatements(server, ['SET GLOBAL rpl_semi_sync_master_enabled = 0', 'SET GLOBAL read_only = 1']),
  )
}

async function look(lab: Lab, host: MariadbHost): Promise<ServerLook> {
  const found = await lookAt(lab, host)
  if (isSilent(found)) throw new Error(`${host.node} went silent: ${found.reason}`)
  return found
}
