import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { dataFolder } from '../lib/server/config/data-folder'

type Part = 'web' | 'worker' | 'runner'

const isPart: Readonly<Record<Part, (commandLine: string) => boolean>> = {
  web: (commandLine) => commandLine.includes('web/main.ts') || commandLine.includes('next-server'),
  worker: (commandLine) => commandLine.includes('worker/main.ts'),
  runner: (commandLine) => commandLine.includes('scripts/demo/run.ts'),
}

/**
 * The processes of this very demo, known by the mark in their environment: one found by its name could be
 * somebody else's.
 */
export function demoProcesses(part: Part): readonly number[] {
  const mark = `SWITCHYARD_DEMO_OF=${dataFolder()}`
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const own = pids.filter((pid) => readProc(pid, 'environ').split('\0').includes(mark))
  return own.filter((pid) => isPart[part](readProc(pid, 'cmdline'))).map(Number)
}

/**
 * Hangs the demo's own PostgreSQL, all its processes. The main one first, and its children when it has stopped: until
 * then it could fork one more, on which whoever got it would go on as if nothing were wrong.
 */
export async function hangDatabase(): Promise<readonly number[]> {
  const pidFile = readFileSync(join(dataFolder(), 'postgres', 'data', 'postmaster.pid'), 'utf8')
  const [main = ''] = pidFile.split('\n')
  signalAll([Number(main)], 'SIGSTOP')
  await expect.poll(() => readProc(main, 'status')).toMatch(/^State:\s+T/m)
  const children = readProc(`${main}/task/${main}`, 'children').split(' ').filter(Boolean).map(Number)
  signalAll(children, 'SIGSTOP')
  return [Number(main), ...children]
}

export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) if (existsSync(`/proc/${pid}`)) process.kill(pid, signal)
}

/**
 * Does some work while nobody starts again what ends: the keeper of the demo stands still meanwhile, and goes on
 * whatever happens.
 */
export async function withoutKeeper(work: () => Promise<void>): Promise<void> {
  const runner = demoProcesses('runner')
  if (runner.length === 0) throw new Error('the demo has no runner')
  signalAll(runner, 'SIGSTOP')
  try {
    await work()
  } finally {
    signalAll(runner, 'SIGCONT')
  }
}

/** Empty for a process that has ended meanwhile. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
