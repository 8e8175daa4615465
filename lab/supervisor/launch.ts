import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, fchownSync, mkdirSync, openSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from '@/lab/lab'
import type { LabCommand, LabService } from '@/lab/service'
import { commandEnvironment, withPrivileges } from '@/lab/supervisor/privileges'
import { UNPRIVILEGED_ID } from '@/lib/server/config/data-folder'

const LOG_LIMIT_BYTES = 4_000_000

/**
 * Starts a node's main process as leader of a session of its own. The pid is the server's itself: setpriv turns
 * into it. Should the supervisor die, the kernel ends the process too.
 */
export function launch(lab: Lab, service: LabService, command: LabCommand): ChildProcess {
  const [file = command.file, ...args] = withPrivileges(lab, command)
  const log = openLog(lab, service.node)
  try {
    return spawn(file, args, {
      cwd: command.cwd ?? lab.folderOf(service.node),
      env: commandEnvironment(lab, service.node, command),
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

function openLog(lab: Lab, node: string): number {
  mkdirSync(join(lab.folder, 'logs'), { recursive: true, mode: 0o755 })
  const path = logPath(lab, node)
  const log = openSync(path, 'a', 0o644)
  if (statSync(path).size > LOG_LIMIT_BYTES) truncateSync(path)
  // Servers that are told to log to /dev/stderr open the file anew.
  if (lab.isRoot) fchownSync(log, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  return log
}
