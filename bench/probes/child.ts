import { type ChildProcess, spawn } from 'node:child_process'

export interface Child {
  readonly pid: number
  readonly process: ChildProcess
  stop(): Promise<void>
}

interface ChildOptions {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const STOP_DEADLINE_MS = 20_000

/** Starts a program of which standard output is piped; what it says on errors is shown. */
export function startChild({ file, args, env = {} }: ChildOptions): Child {
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const stop = async () => {
    const killer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS)
    child.kill('SIGTERM')
    await ended
    clearTimeout(killer)
  }
  if (child.pid === undefined) throw new Error(`${file} did not start`)
  return { pid: child.pid, process: child, stop }
}

/** A program of this project, in one process: `tsx` as a command would start a second. */
export function startOwnProgram(
  path: string,
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Child {
  return startChild({ file: process.execPath, args: [...flags, '--import', 'tsx', path], env })
}

/** The first line that a child prints. */
export function firstLine(child: Child): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.process.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
    })
    child.process.once('exit', (code) => reject(new Error(`ended with ${code} before it said anything`)))
  })
}

export function passTime(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
