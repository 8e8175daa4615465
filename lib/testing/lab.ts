import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openLab } from '@/lab/lab'
import { askSupervisor, LabIsDownError } from '@/lab/supervisor/control-client'

const lab = openLab()
const quiet = () => undefined

/** The port that a server of the lab really has: privileged ones may be shifted. */
export function labPort(port: number): number {
  return lab.port(port)
}

/** Brings the lab up unless it is, and undoes the faults that an interrupted run has left. */
export async function ensureLab(): Promise<void> {
  try {
    await askSupervisor(lab.folder, { command: 'heal' }, quiet)
  } catch (error) {
    if (!(error instanceof LabIsDownError)) throw error
    await bringLabUp()
  }
}

async function bringLabUp(): Promise<void> {
  const child = spawn('npm', ['run', 'lab', '--', 'up'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the lab did not come up: it ended with ${String(code)}`)
}

/** Resolves once the fault is in force. `name` as `npm run lab` lists it: kill, hang, replica-writable, … */
export async function breakLab(
  name: string,
  node?: string,
  options: Readonly<Record<string, string>> = {},
): Promise<void> {
  const target = node === undefined ? {} : { node }
  await askSupervisor(lab.folder, { command: 'fault', name, ...target, options }, quiet)
}

/** Resolves once every fault is undone and every server runs again. */
export async function healLab(): Promise<void> {
  await askSupervisor(lab.folder, { command: 'heal' }, quiet)
}
