import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '@/lib/server/config/data-folder'
import { readEnv } from '@/lib/server/config/env'
import { startEmbeddedPostgres, stopEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { migrate } from '@/lib/server/db/migrations'
import { ensureBuild } from './build'
import { Keeper } from './keeper'
import { refuseTakenPort } from './port'

export interface ConsoleOptions {
  readonly workers: number
  readonly log: (line: string) => void
  /** Where the processes' own output goes; the terminal when absent. */
  readonly logFolder?: string
  /** Called with the database up and migrated, before the web starts. */
  readonly prepare?: (databaseUrl: string) => Promise<void>
}

export interface RunningConsole {
  readonly url: string
  readonly databaseUrl: string
  stop(): Promise<void>
}

const POSTGRES_CHECK_MS = 1_000
const READY_DEADLINE_MS = 180_000

/** Starts database, web and workers, keeps them running, and resolves when the console answers. */
export async function runConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const env = readEnv()
  await refuseTakenPort(env.HOST, env.PORT)
  await ensureBuild(options.log)
  const embedded = env.DATABASE_URL ? undefined : await keepPostgres(options.log)
  const databaseUrl = env.DATABASE_URL ?? embedded?.url ?? ''
  const { applied } = await migrate(databaseUrl)
  if (applied.length > 0) options.log(`Applied ${applied.length} migrations to the database`)
  await options.prepare?.(databaseUrl)
  const url = env.NEXTAUTH_URL ?? `http://${env.HOST}:${env.PORT}`
  const keeper = startProcesses(options, { databaseUrl, url, host: env.HOST, port: env.PORT })
  await waitUntilReady(url)
  return {
    url,
    databaseUrl,
    stop: async () => {
      await keeper.stop()
      await embedded?.stop()
    },
  }
}

interface Place {
  readonly databaseUrl: string
  readonly url: string
  readonly host: string
  readonly port: number
}

function startProcesses(options: ConsoleOptions, place: Place): Keeper {
  const keeper = new Keeper(options.log)
  const env = {
    DATABASE_URL: place.databaseUrl,
    NEXTAUTH_URL: place.url,
    SWITCHYARD_DATA_DIR: dataFolder(),
    NODE_ENV: 'production',
  }
  const output = (name: string) =>
    options.logFolder ? { logFile: join(options.logFolder, `${name}.log`) } : {}
  const address = { HOST: place.host, PORT: String(place.port) }
  const web = ['--import', 'tsx', 'web/main.ts']
  keeper.keep({ name: 'web', args: web, env: { ...env, ...address }, ...output('web') })
  for (let number = 1; number <= options.workers; number++) {
    const name = `worker-${number}`
    keeper.keep({ name, args: ['--import', 'tsx', 'worker/main.ts'], env, ...output(name) })
  }
  return keeper
}

/** The embedded server is no child of ours (it outlives its starter), so its pid file tells whether it lives. */
async function keepPostgres(log: (line: string) => void) {
  const folder = join(dataFolder(), 'postgres')
  log('Starting PostgreSQL …')
  const postgres = await startEmbeddedPostgres(folder)
  let isBusy = false
  const timer = setInterval(async () => {
    if (isBusy || isAlive(folder)) return
    isBusy = true
    log('PostgreSQL ended; starting it again')
    await startEmbeddedPostgres(folder).catch((error) => log(`PostgreSQL does not start: ${String(error)}`))
    isBusy = false
  }, POSTGRES_CHECK_MS)
  return {
    url: postgres.url,
    stop: async () => {
      clearInterval(timer)
      await stopEmbeddedPostgres(folder)
    },
  }
}

function isAlive(folder: string): boolean {
  const file = join(folder, 'data', 'postmaster.pid')
  if (!existsSync(file)) return false
  const pid = readFileSync(file, 'utf8').split('\n')[0]
  return existsSync(`/proc/${pid}`)
}

async function waitUntilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_DEADLINE_MS
  while (Date.now() < deadline) {
    const isReady = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(
    `The console did not become ready within ${READY_DEADLINE_MS / 1000} s; see the log of the web process.`,
  )
}
