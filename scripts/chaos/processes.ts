import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '@/lib/server/config/data-folder'

/** The workers of this demo: processes of this project's folder, never those of another checkout. */
export function workerPids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandOf(pid).includes('worker/main.ts') && folderOf(pid) === process.cwd())
}

/** kill -9, as the machine's own end would. Their keeper starts them again. */
export function killAtOnce(pids: readonly number[]): void {
  for (const pid of pids) killIfThere(pid)
}

/** Ends the embedded PostgreSQL at once; its keeper starts it again. */
export function killPostgres(): void {
  const file = join(dataFolder(), 'postgres', 'data', 'postmaster.pid')
  if (!existsSync(file)) return
  killIfThere(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGQUIT')
}

function killIfThere(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}
