import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { MissingBinaryError } from '@/lab/debian/locate-binary'
import type { Lab } from '@/lab/lab'
import type { LabCommand, LabService } from '@/lab/service'
import { UNPRIVILEGED_ID } from '@/lib/server/config/data-folder'

const LOG_LIMIT_BYTES = 4_000_000

/**
 * Starts a node's main process as leader of a session of its own. The pid is the server's itself: setpriv turns
 * into it. Should the supervisor die, the kernel ends the process too.
 */
export function launch(lab: Lab, service: LabService, command: LabCommand): ChildProcess {
  const [file, ...args] = [...privileges(lab, command), command.file, ...command.args]
  if (!file) throw new Error('a command names its program')
  const log = openLog(lab, service.node)
  try {
    return spawn(file, args, {
      cwd: command.cwd ?? lab.folderOf(service.node),
      env: environment(lab, service, command),
      detached: true,
      stdio: ['ignore', log, log],
    })
  } finally {
    closeSync(log)
  }
}

export function logPath(lab: Lab, node: string): string {
  return join(lab.folder, 'logs', `${node}.log`)
}

const UNPRIVILEGED = [
  ...['--reuid', String(UNPRIVILEGED_ID), '--regid', String(UNPRIVILEGED_ID), '--clear-groups'],
  ...['--inh-caps=-all,+net_bind_service', '--ambient-caps=-all,+net_bind_service'],
]

function privileges(lab: Lab, command: LabCommand): readonly string[] {
  const setpriv = findSetpriv(lab)
  const mustDrop = lab.isRoot && command.user !== 'self'
  if (!setpriv && mustDrop) throw new MissingBinaryError('setpriv')
  if (!setpriv) return []
  return [setpriv, '--pdeathsig', 'KILL', ...(mustDrop ? UNPRIVILEGED : []), '--']
}

function findSetpriv(lab: Lab): string | undefined {
  try {
    return lab.binary('setpriv')
  } catch (error) {
    if (error instanceof MissingBinaryError) return undefined
    throw error
  }
}

/** Little of the caller's environment: its secrets are none of the servers' business. */
function environment(lab: Lab, service: LabService, command: LabCommand): NodeJS.ProcessEnv {
  const isExtracted = command.file.startsWith(lab.debianRoot)
  return {
    PATH: process.env.PATH,
    HOME: lab.folderOf(service.node),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...(process.env.SWITCHYARD_DATA_DIR ? { SWITCHYARD_DATA_DIR: process.env.SWITCHYARD_DATA_DIR } : {}),
    ...(isExtracted ? lab.libraryEnv : {}),
    ...command.env,
  }
}

function openLog(lab: Lab, node: string): number {
  mkdirSync(join(lab.folder, 'logs'), { recursive: true, mode: 0o755 })
  const path = logPath(lab, node)
  const log = openSync(path, 'a', 0o644)
  if (statSync(path).size > LOG_LIMIT_BYTES) truncateSync(path)
  return log
}
