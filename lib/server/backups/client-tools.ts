import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Readable, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { dataFolder } from '@/lib/server/config/data-folder'
import type { RestoreTarget } from '@/lib/server/connectors/restore-target.connector'

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** The client programs, signed in to the target by a file that only its owner can read. */
export interface ClientTools {
  readonly folder: string
  /** Feeds SQL to `mariadb`; every stage must end well. Throws with the stage and what it complained of. */
  load(source: Readable, stages: readonly Transform[], initialise?: string): Promise<void>
  /** Reads binary logs with `mariadb-binlog`; the SQL goes to `mariadb` when it is to be applied. */
  replay(files: readonly string[], options: ReplayOptions): Promise<void>
  version(): Promise<string>
  close(): Promise<void>
}

interface ReplayOptions {
  /** Empty: from the beginning. */
  readonly startGtid: string
  readonly stopGtid?: string | undefined
  /** Without the second that this instant lies in. */
  readonly stopAtMs?: number | undefined
  /** False reads only. */
  readonly isApplied: boolean
  /** Sees each transaction's GTID as it passes. */
  onGtid(gtid: string): void
}

export async function openClientTools(
  target: RestoreTarget,
  context: Pick<ActionContext, 'signal' | 'secret'>,
  name: string,
): Promise<ClientTools> {
  const folder = resolve(dataFolder(), target.workFolder, name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const options = join(folder, 'client.cnf')
  await writeFile(join(folder, 'ca.pem'), await context.secret(target.caFile), { mode: 0o600 })
  await writeFile(options, clientOptions(target, folder, await context.secret(target.password)), {
    mode: 0o600,
  })
  const start = (program: string, args: readonly string[]): Child =>
    spawn(resolve(dataFolder(), target.programs, program), [...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: context.signal,
      env: { PATH: '/usr/bin:/bin', TZ: 'UTC', NODE_ENV: 'production' },
    })
  const client = (initialise: readonly string[]) =>
    start('mariadb', [`--defaults-file=${options}`, '--binary-mode', '--batch', ...initialise])
  return {
    folder,
    async load(source, stages, initialise) {
      const child = client(initialise === undefined ? [] : [`--init-command=${initialise}`])
      child.stdout.resume()
      await settle([
        ['reading the dump', pipeline([source, ...stages, child.stdin])],
        ['mariadb', exitOf(child)],
      ])
    },
    async replay(files, replayed) {
      const reader = start('mariadb-binlog', replayArguments(files, replayed))
      reader.stdin.end()
      const watched = reader.stdout.pipe(watchGtids(replayed.onGtid))
      if (!replayed.isApplied) {
        watched.resume()
        return settle([['mariadb-binlog', exitOf(reader)]])
      }
      const child = client([])
      child.stdout.resume()
      await settle([
        ['mariadb-binlog', exitOf(reader)],
        ['passing the binary logs on', pipeline(watched, child.stdin)],
        ['mariadb', exitOf(child)],
      ])
    },
    async version() {
      const child = start('mariadb-binlog', ['--version'])
      child.stdin.end()
      const said = child.stdout.toArray()
      await settle([['mariadb-binlog', exitOf(child)]])
      return Buffer.concat(await said)
        .toString('utf8')
        .trim()
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

function clientOptions({ host, port, user }: RestoreTarget, folder: string, password: string): string {
  const quoted = `"${password.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  return `[client]
host = ${host}
port = ${port}
user = ${user}
password = ${quoted}
ssl-ca = ${join(folder, 'ca.pem')}
ssl-verify-server-cert = 1
connect-timeout = 5
[mariadb]
max-allowed-packet = 64M
`
}

function replayArguments(
  files: readonly string[],
  { startGtid, stopGtid, stopAtMs }: ReplayOptions,
): string[] {
  return [
    '--no-defaults',
    ...(startGtid === '' ? [] : [`--start-position=${startGtid}`]),
    ...(stopGtid === undefined ? [] : [`--stop-position=${stopGtid}`]),
    ...(stopAtMs === undefined
      ? []
      : [`--stop-datetime=${new Date(stopAtMs).toISOString().slice(0, 19).replace('T', ' ')}`]),
    ...files,
  ]
}

/** Resolves when the program ended with 0; its last words go into the error. */
function exitOf(child: Child): Promise<void> {
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => {
    complaint = `${complaint}${bytes.toString('utf8')}`.slice(-400)
  })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) =>
      code === 0 ? done() : fail(new Error(`ended with ${code}: ${complaint.trim()}`)),
    )
  })
}

/** Waits for every stage, and names the first in the order of the data that did not end well. */
async function settle(stages: readonly (readonly [string, Promise<void>])[]): Promise<void> {
  const results = await Promise.allSettled(stages.map(([, work]) => work))
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected' ? [{ stage: stages[index]?.[0] ?? '', reason: wordsOf(result.reason) }] : [],
  )
  // A stage that lost its neighbour says EPIPE; the neighbour knows why.
  const [first] = failures.toSorted(
    (left, right) => Number(isEcho(left.reason)) - Number(isEcho(right.reason)),
  )
  if (first) throw new AppError('conflict', `${first.stage}: ${first.reason}`)
}

function isEcho(reason: string): boolean {
  return /EPIPE|premature close/i.test(reason)
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 400) : 'no reason given'
}

/** Comments name each transaction; they stand at the beginning of a line. */
function watchGtids(onGtid: (gtid: string) => void): Transform {
  let rest = ''
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString('latin1')).split('\n')
      rest = (lines.pop() ?? '').slice(0, 1_000)
      for (const line of lines) {
        const gtid = line.startsWith('#') ? /\tGTID (\d+-\d+-\d+)/.exec(line)?.[1] : undefined
        if (gtid !== undefined) onGtid(gtid)
      }
      done(null, chunk)
    },
  })
}
