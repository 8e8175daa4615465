import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DeleteObjectsCommand } from '@aws-sdk/client-s3'
import { type DatabaseAccess, firstRow, withDatabase } from '@/lab/backup/database'
import { putEverywhere, type Store } from '@/lab/backup/stores'
import { BINLOG_HEAD_BYTES, binlogStart } from '@/lib/core/backups/binlog-start'

const run = promisify(execFile)
const FETCH_MS = 20_000
/** A reader of the chain before may still be at what a newer object has replaced. */
const KEPT_MS = 120_000

export interface ArchiveSettings {
  /** The mariadb-binlog program, with account and TLS in a file of its own. */
  readonly program: string
  readonly defaultsFile: string
  readonly access: DatabaseAccess
  readonly hosts: readonly string[]
  readonly folder: string
}

interface ArchivedFile {
  readonly file: string
  /** The position before its first transaction. */
  readonly startsAfter: string | null
  readonly key: string
  readonly sha256: string
  readonly sizeBytes: number
}

interface Leader {
  readonly host: string
  readonly serverId: number
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[]
  readonly gtid: string
  readonly readAt: string
}

/**
 * Ships the binary logs of whoever takes the writes. `chain.json` says what is there and up to where: the server's
 * position is read before its files, so all that was committed until `readAt` is in them. It is written last, and
 * names objects that are never changed, so a reader finds either the old state or the new one, whole.
 */
export class BinlogArchive {
  readonly #archived = new Map<string, ArchivedFile>()
  #gtid = ''
  #serverId = 0
  #superseded: readonly { readonly key: string; readonly atMs: number }[] = []

  constructor(
    readonly settings: ArchiveSettings,
    readonly stores: readonly Store[],
  ) {}

  async ship(): Promise<void> {
    const leader = await this.#findLeader()
    if (!leader) return
    if (leader.serverId !== this.#serverId || this.#hasBegunAnew(leader)) this.#begin(leader.serverId)
    const superseded = leader.gtid === this.#gtid ? [] : await this.#shipFiles(leader)
    await this.#writeChain(leader)
    this.#gtid = leader.gtid
    await this.#expire(superseded)
  }

  /** The position before all that is archived of the present leader; null when nothing is, or it does not say. */
  get startsAfter(): string | null {
    return this.#inOrder()[0]?.startsAfter ?? null
  }

  /** Its binary logs were reset: what was archived of it belongs to another series. */
  #hasBegunAnew({ files }: Leader): boolean {
    const oldest = files[0]?.name ?? ''
    const sizes = new Map(files.map(({ name, sizeBytes }) => [name, sizeBytes]))
    return this.#inOrder().some(({ file, sizeBytes }) => file >= oldest && (sizes.get(file) ?? 0) < sizeBytes)
  }

  #inOrder(): readonly ArchivedFile[] {
    return [...this.#archived.values()].sort((left, right) => left.file.localeCompare(right.file))
  }

  #begin(serverId: number): void {
    this.#archived.clear()
    this.#gtid = ''
    this.#serverId = serverId
  }

  /** The server that is open for writes; none while there is none. */
  async #findLeader(): Promise<Leader | undefined> {
    const { access, hosts } = this.settings
    for (const host of hosts) {
      const found = await withDatabase(access, host, async (server): Promise<Leader | undefined> => {
        const readAt = new Date().toISOString()
        const state = await firstRow(
          server,
          'SELECT @@read_only AS is_read_only, @@server_id AS server_id, @@gtid_binlog_pos AS gtid',
        )
        if (Number(state.is_read_only) !== 0) return undefined
        const logs: { readonly Log_name: string; readonly File_size: number | bigint }[] =
          await server.query('SHOW BINARY LOGS')
        const files = logs.map(({ Log_name, File_size }) => ({
          name: Log_name,
          sizeBytes: Number(File_size),
        }))
        return { host, serverId: Number(state.server_id), files, gtid: String(state.gtid ?? ''), readAt }
      }).catch(() => undefined)
      if (found) return found
    }
    return undefined
  }

  /** Gives the keys that newer objects have replaced. */
  async #shipFiles(leader: Leader): Promise<readonly string[]> {
    const changed = leader.files.filter(
      ({ name, sizeBytes }) => this.#archived.get(name)?.sizeBytes !== sizeBytes,
    )
    const [first] = changed
    if (!first) return []
    const folder = join(this.settings.folder, String(leader.serverId))
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await this.#fetch(leader.host, first.name, folder)
    const superseded: string[] = []
    for (const file of (await readdir(folder)).sort()) {
      const body = await readFile(join(folder, file))
      const sha256 = createHash('sha256').update(body).digest('hex')
      const before = this.#archived.get(file)
      if (before?.sha256 === sha256) continue
      const key = `binlog/${leader.serverId}/${file}.${sha256.slice(0, 16)}`
      await putEverywhere(this.stores, { key, body, sha256 })
      const startsAfter = binlogStart(body.subarray(0, BINLOG_HEAD_BYTES))
      this.#archived.set(file, { file, key, sha256, sizeBytes: body.length, startsAfter })
      if (before) superseded.push(before.key)
    }
    return superseded
  }

  async #fetch(host: string, firstFile: string, folder: string): Promise<void> {
    const { program, defaultsFile, access } = this.settings
    await run(
      program,
      [
        `--defaults-file=${defaultsFile}`,
        ...[`--host=${host}`, `--port=${access.port}`, '--read-from-remote-server', '--raw'],
        ...[`--result-file=${folder}/`, '--to-last-log', firstFile],
      ],
      { timeout: FETCH_MS },
    )
  }

  async #writeChain({ host, serverId, gtid, readAt }: Leader): Promise<void> {
    const files = this.#inOrder().map(({ startsAfter: _, ...file }) => file)
    const chain = { version: 1, serverId, server: host, gtid, readAt, files }
    await putEverywhere(this.stores, {
      key: `binlog/${serverId}/chain.json`,
      body: JSON.stringify(chain, null, 2),
      contentType: 'application/json',
    })
  }

  async #expire(keys: readonly string[]): Promise<void> {
    const nowMs = Date.now()
    const all = [...this.#superseded, ...keys.map((key) => ({ key, atMs: nowMs }))]
    this.#superseded = all.filter(({ atMs }) => nowMs - atMs < KEPT_MS)
    const Objects = all.filter(({ atMs }) => nowMs - atMs >= KEPT_MS).map(({ key }) => ({ Key: key }))
    if (Objects.length === 0) return
    for (const { client, bucket } of this.stores) {
      await client
        .send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))
        .catch((error: unknown) => console.error(`old objects stay: ${String(error)}`))
    }
  }
}
