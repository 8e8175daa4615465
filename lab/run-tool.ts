import { spawn } from 'node:child_process'
import type { Lab } from '@/lab/lab'
import type { LabCommand } from '@/lab/service'
import { commandEnvironment, withPrivileges } from '@/lab/supervisor/privileges'

export interface ToolRun {
  readonly node: string
  readonly file: string
  readonly args: readonly string[]
  readonly input?: string
  readonly cwd?: string
  /** As of a `LabCommand`. */
  readonly user?: LabCommand['user']
  readonly timeoutMs: number
}

/** Runs a program to its end, by default as the account that the servers run as. Rejects with its last words. */
export async function runTool(lab: Lab, run: ToolRun): Promise<string> {
  const command = { file: run.file, args: run.args, ...(run.user ? { user: run.user } : {}) }
  const [file = run.file, ...args] = withPrivileges(lab, command)
  const child = spawn(file, args, {
    cwd: run.cwd ?? lab.folderOf(run.node),
    env: commandEnvironment(lab, run.node, command),
    signal: AbortSignal.timeout(run.timeoutMs),
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2_000)
  })
  // A program that ends before it has read everything says why on its standard error.
  child.stdin.on('error', (error) => {
    errors += error.message
  })
  child.stdin.end(run.input ?? '')
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${run.file} ended with ${code}: ${errors.trim().slice(-600)}`)
  return output
}
