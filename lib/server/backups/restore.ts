import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { BackupManifest, BinlogChain, Fingerprint } from '@/lib/core/backups/backup'
import type { BackupChoice, RestoreGoal } from '@/lib/core/backups/choose-backup'
import { beginSeries, type GtidSeries, nextInSeries, sequenceIn } from '@/lib/core/backups/gtid-series'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { MariadbServer } from '@/lib/server/connectors/mariadb/server'
import type { RestoreTarget } from '@/lib/server/connectors/restore-target.connector'
import type { Bucket } from '@/lib/server/connectors/s3/bucket'
import type { ClientTools } from './client-tools'
import { measureObject } from './measure-object'

const QUIET = 'SET SESSION sql_log_bin = 0'
const SLOW_MS = 120_000

interface Restore {
  readonly choice: Extract<BackupChoice, { outcome: 'chosen' }>
  readonly goal: RestoreGoal
  readonly bucket: Bucket
  readonly tools: ClientTools
  readonly target: RestoreTarget
  readonly context: ActionContext
  /** Work on the target, on a new connection each time. */
  withServer<T>(work: (server: MariadbServer) => Promise<T>): Promise<T>
}

export interface Restored {
  readonly gtid: string
  readonly replayed: number
  readonly loadedBytes: number
  readonly loadMs: number
  /** What was compared with the source; null when there was nothing to compare with. */
  readonly compared: { readonly gtid: string; readonly tables: number } | null
}

/**
 * Downloads and proves everything before the target loses anything; then loads the dump, sets its position (or the
 * next transaction would begin at 1 again), replays, and compares with what the source had.
 */
export async function restore(work: Restore): Promise<Restored> {
  const { choice, context, tools } = work
  const dump = await download(work, choice.backup, 'dump.sql.gz')
  const files = choice.chain ? await downloadChain(work, choice.chain) : []
  const series = await planReplay(work, files)
  await context.note(`proved: the dump, ${files.length} binary logs, ${series.count} transactions to replay`)

  await context.assertHeld()
  await work.withServer((server) => empty(server, work.target))
  const startedMs = performance.now()
  await tools.load(createReadStream(dump), [createGunzip()], QUIET)
  const loadMs = performance.now() - startedMs
  await work.withServer((server) => setPosition(server, choice.backup.gtid))
  await context.note(`the dump is loaded; the server stands at ${choice.backup.gtid}`)

  const compared = await replayAndCompare(work, files, series)
  await work.withServer((server) => finish(server, series.position))
  return {
    gtid: series.position,
    replayed: series.count,
    loadedBytes: choice.backup.sizeBytes,
    loadMs,
    compared,
  }
}

async function download(work: Restore, stored: BackupManifest | ChainFile, name: string): Promise<string> {
  const path = join(work.tools.folder, name)
  const { sizeBytes, sha256 } = await measureObject(await work.bucket.stream(stored.key), path)
  if (sizeBytes !== stored.sizeBytes || sha256 !== stored.sha256) {
    throw new AppError('conflict', `${stored.key} did not arrive as its manifest says: nothing was changed`)
  }
  return path
}

type ChainFile = BinlogChain['files'][number]

async function downloadChain(work: Restore, { files }: BinlogChain): Promise<readonly string[]> {
  const paths: string[] = []
  for (const file of files) paths.push(await download(work, file, file.file))
  return paths
}

/** Reads the binary logs without applying them: a gap is found while the target still has what it had. */
async function planReplay({ choice, goal, tools }: Restore, files: readonly string[]): Promise<GtidSeries> {
  let series = beginSeries(choice.backup.gtid)
  if (files.length === 0) return series
  await tools.replay(files, {
    startGtid: choice.backup.gtid,
    stopAtMs: goal.kind === 'instant' ? goal.atMs : undefined,
    isApplied: false,
    onGtid: (gtid) => {
      series = nextInSeries(series, gtid)
    },
  })
  if (series.gap !== null) throw new AppError('conflict', `the binary logs miss transactions: ${series.gap}`)
  const end = choice.chain?.gtid ?? ''
  if (goal.kind === 'latest' && sequenceIn(series.position) < sequenceIn(end)) {
    throw new AppError(
      'conflict',
      `the binary logs end at ${series.position}, not at the ${end} that they promise`,
    )
  }
  return series
}

/** Whatever the server had is gone after this, its binary logs and positions included. */
async function empty(server: MariadbServer, { database }: RestoreTarget): Promise<void> {
  await server.run('STOP ALL SLAVES')
  await server.run('RESET SLAVE ALL')
  await server.run('SET GLOBAL read_only = 1')
  await server.run('RESET MASTER', SLOW_MS)
  await server.run("SET GLOBAL gtid_slave_pos = ''")
  await server.run(QUIET)
  await server.run(`DROP DATABASE IF EXISTS \`${database}\``, SLOW_MS)
}

async function setPosition(server: MariadbServer, gtid: string): Promise<void> {
  if (gtid === '') return
  await server.run(`SET GLOBAL gtid_binlog_state = '${plainGtid(gtid)}'`)
  await server.run(`SET GLOBAL gtid_slave_pos = '${plainGtid(gtid)}'`)
}

async function finish(server: MariadbServer, gtid: string): Promise<void> {
  if (gtid === '') return
  await server.run(`SET GLOBAL gtid_slave_pos = '${plainGtid(gtid)}'`)
}

function plainGtid(gtid: string): string {
  if (!/^\d+-\d+-\d+(,\d+-\d+-\d+)*$/.test(gtid)) throw new AppError('bad-input', 'this is no GTID position')
  return gtid
}

/** Stops on the way where the source had its tables summed up, and compares. */
async function replayAndCompare(work: Restore, files: readonly string[], series: GtidSeries) {
  const { choice, goal, tools } = work
  const { backup } = choice
  const print = backup.fingerprint
  const isOnTheWay = print !== undefined && sequenceIn(print.gtid) <= sequenceIn(series.position)
  const base = { isApplied: true, onGtid: () => undefined }
  const stopAtMs = goal.kind === 'instant' ? goal.atMs : undefined
  let at = backup.gtid
  if (isOnTheWay && sequenceIn(print.gtid) > sequenceIn(at)) {
    await tools.replay(files, { ...base, startGtid: at, stopGtid: print.gtid })
    at = print.gtid
  }
  const compared = isOnTheWay ? await compare(work, print) : null
  if (sequenceIn(series.position) > sequenceIn(at)) {
    await tools.replay(files, { ...base, startGtid: at, stopAtMs })
  }
  return compared
}

async function compare(work: Restore, print: Fingerprint) {
  const { database } = work.target
  const wrong = await work.withServer(async (server) => {
    const differences: string[] = []
    for (const [name, wanted] of Object.entries(print.tables)) {
      const table = `\`${database}\`.\`${name.replaceAll('`', '``')}\``
      const [counted] = await server.rows(`SELECT COUNT(*) AS counted FROM ${table}`, SLOW_MS)
      const [summed] = await server.rows(`CHECKSUM TABLE ${table} EXTENDED`, SLOW_MS)
      const found = `${counted?.counted} rows, checksum ${summed?.Checksum}`
      const expected = `${wanted.rows} rows, checksum ${wanted.checksum}`
      if (found !== expected) differences.push(`${name}: ${found}, not ${expected}`)
    }
    return differences
  })
  if (wrong.length > 0)
    throw new AppError('conflict', `at ${print.gtid} the content differs: ${wrong.join('; ')}`)
  await work.context.note(`at ${print.gtid} every table has the rows and the checksum of the source`)
  return { gtid: print.gtid, tables: Object.keys(print.tables).length }
}
