import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { installPackages } from '@/lab/debian/install-packages'
import type { Lab } from '@/lab/lab'
import { labServices } from '@/lab/services/registry'
import { askSupervisor, LabIsDownError } from '@/lab/supervisor/control-client'

const SUPERVISOR_WITHIN_MS = 30_000

/** Resolves with the exit code once every server answers, or has failed and said why. */
export async function bringUp(lab: Lab): Promise<number> {
  const begunAt = performance.now()
  await mkdir(lab.folder, { recursive: true, mode: 0o755 })
  await installPackages({
    folder: dirname(lab.debianRoot),
    packages: labServices.flatMap((service) => service.packages),
    log: lab.log,
  })
  await ensureSupervisor(lab)
  await askSupervisor(lab.folder, { command: 'up' }, lab.log)
  lab.log(`the lab is up after ${((performance.now() - begunAt) / 1_000).toFixed(1)} s`)
  return 0
}

async function ensureSupervisor(lab: Lab): Promise<void> {
  if (await isSupervised(lab)) return
  startSupervisor(lab)
  const deadline = Date.now() + SUPERVISOR_WITHIN_MS
  while (!(await isSupervised(lab))) {
    if (Date.now() > deadline) throw new Error(`no supervisor; see ${supervisorLog(lab)}`)
    await delay(50)
  }
}

async function isSupervised(lab: Lab): Promise<boolean> {
  try {
    await askSupervisor(lab.folder, { command: 'status' }, lab.log)
    return true
  } catch (error) {
    if (error instanceof LabIsDownError) return false
    throw error
  }
}

/** In a session of its own: it outlives this command and its terminal. */
function startSupervisor(lab: Lab): void {
  const log = openSync(supervisorLog(lab), 'a', 0o600)
  const script = join(lab.projectFolder, 'lab', 'supervisor', 'main.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: lab.projectFolder,
    detached: true,
    stdio: ['ignore', log, log],
  })
  child.unref()
  closeSync(log)
}

function supervisorLog(lab: Lab): string {
  return join(lab.folder, 'supervisor.log')
}
