import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'

/** A process that is started again when it ends. */
export interface KeptProcess {
  readonly name: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Gets what the process prints; the terminal when absent. */
  readonly logFile?: string
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000
/** One that lived so long had started: its end is no failure to start, and it comes back at once. */
const STEADY_AFTER_MS = 10_000
const STOP_DEADLINE_MS = 8_000

/** Keeps Node processes alive: one that ends is started again, after a pause that grows while it keeps ending. */
export class Keeper {
  private readonly running = new Map<string, ChildProcess>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private isStopping = false

  constructor(private readonly log: (line: string) => void) {}

  keep(kept: KeptProcess, pauseMs = FIRST_PAUSE_MS): void {
    const output = kept.logFile ? openSync(kept.logFile, 'a', 0o600) : 'inherit'
    const startedAt = Date.now()
    const child = spawn(process.execPath, kept.args, {
      env: { ...process.env, ...kept.env },
      stdio: ['ignore', output, output],
    })
    this.running.set(kept.name, child)
    child.once('exit', (code, signal) => {
      this.running.delete(kept.name)
      if (this.isStopping) return
      const wasSteady = Date.now() - startedAt > STEADY_AFTER_MS
      const pause = wasSteady ? FIRST_PAUSE_MS : pauseMs
      this.log(`${kept.name} ended (${signal ?? code}); starting it again in ${pause / 1000} s`)
      this.later(pause, () => this.keep(kept, Math.min(pause * 2, LONGEST_PAUSE_MS)))
    })
  }

  /** The pid of a kept process, undefined while it is down. */
  pidOf(name: string): number | undefined {
    return this.running.get(name)?.pid
  }

  /** Ends all, first kindly; resolves when none is left. */
  async stop(): Promise<void> {
    this.isStopping = true
    for (const timer of this.timers) clearTimeout(timer)
    await Promise.all([...this.running.values()].map(stopChild))
  }

  private later(pauseMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      work()
    }, pauseMs)
    this.timers.add(timer)
  }
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const insist = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS)
    child.once('exit', () => {
      clearTimeout(insist)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
