import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { dataFolder } from '@/lib/server/config/data-folder'
import { stopEmbeddedPostgres } from '@/lib/server/db/embedded-postgres'
import { demoFile } from '@/lib/testing/demo'

/** Every process of the demo carries this, so that what a killed runner leaves behind can be found. */
const MARK = 'SWITCHYARD_DEMO_OF'
const READY_DEADLINE_MS = 15 * 60_000
const STOP_DEADLINE_MS = 45_000
const LAST_WORDS_MS = 10_000

/** The process that keeps the demo; in a session of its own, so it outlives this command and its terminal. */
export function startRunner(): ChildProcess {
  mkdirSync(join(dataFolder(), 'demo'), { recursive: true, mode: 0o755 })
  rmSync(demoFile(), { force: true })
  const log = openSync(logFile(), 'w', 0o600)
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo/run.ts'], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, [MARK]: dataFolder(), SWITCHYARD_DATA_DIR: dataFolder() },
  })
  closeSync(log)
  child.unref()
  return child
}

/** Prints what the runner prints until the demo is ready, or the runner has ended. */
export async function followRunner(runner: ChildProcess): Promise<'ready' | 'ended' | 'late'> {
  const log = openSync(logFile(), 'r')
  const buffer = Buffer.alloc(64 * 1024)
  const printNews = () => {
    for (let count = readSync(log, buffer); count > 0; count = readSync(log, buffer)) {
      process.stdout.write(buffer.subarray(0, count))
    }
  }
  const deadline = Date.now() + READY_DEADLINE_MS
  try {
    while (Date.now() < deadline) {
      printNews()
      if (existsSync(demoFile())) return 'ready'
      if (runner.exitCode !== null || runner.signalCode !== null) return 'ended'
      await pause(150)
    }
    return 'late'
  } finally {
    printNews()
    closeSync(log)
  }
}

export function isRunning(): boolean {
  return (
    existsSync(demoFile()) && markedProcesses().some((pid) => commandOf(pid).includes('scripts/demo/run.ts'))
  )
}

/** Ends the runner, which ends the rest; what is left after it, or after its death, is ended one by one. */
export async function stopRunner(log: (line: string) => void): Promise<void> {
  const runners = markedProcesses().filter((pid) => commandOf(pid).includes('scripts/demo/run.ts'))
  for (const pid of runners) process.kill(pid, 'SIGTERM')
  await untilGone(() => runners.some((pid) => existsSync(`/proc/${pid}`)))
  await takeLabDown(log)
  await stopEmbeddedPostgres(join(dataFolder(), 'postgres'))
  // The lab's supervisor and its guard answer first and end a moment later.
  await untilGone(() => markedProcesses().length > 0, LAST_WORDS_MS)
  const left = markedProcesses()
  if (left.length > 0) log(`Ending what was left behind: ${left.map(commandOf).join('; ')}`)
  for (const pid of left) signal(pid, 'SIGKILL')
  rmSync(demoFile(), { force: true })
}

async function untilGone(isThere: () => boolean, withinMs = STOP_DEADLINE_MS): Promise<void> {
  const deadline = Date.now() + withinMs
  while (isThere() && Date.now() < deadline) await pause(100)
}

function takeLabDown(log: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'lab/main.ts', 'down'], { stdio: 'ignore' })
    child.once('exit', (code) => {
      if (code !== 0) log('The lab did not end cleanly: npm run lab -- status tells what is left')
      resolve()
    })
  })
}

function markedProcesses(): readonly number[] {
  const mark = `${MARK}=${dataFolder()}`
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
  return pids.filter((pid) => readProc(pid, 'environ').split('\0').includes(mark)).map(Number)
}

function commandOf(pid: number): string {
  return readProc(String(pid), 'cmdline').replaceAll('\0', ' ')
}

/** Empty for a process that has ended meanwhile, or that is another person's. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  if (existsSync(`/proc/${pid}`)) process.kill(pid, name)
}

function logFile(): string {
  return join(dataFolder(), 'demo', 'demo.log')
}
