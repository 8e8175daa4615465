import { MissingBinaryError } from '@/lab/debian/locate-binary'
import type { Lab } from '@/lab/lab'
import type { LabCommand } from '@/lab/service'
import { UNPRIVILEGED_ID } from '@/lib/server/config/data-folder'

const UNPRIVILEGED = [
  ...['--reuid', String(UNPRIVILEGED_ID), '--regid', String(UNPRIVILEGED_ID), '--clear-groups'],
  ...['--inh-caps=-all,+net_bind_service', '--ambient-caps=-all,+net_bind_service'],
]

/**
 * The command as the account that it runs as, with no right but that of opening low ports. Should its parent die,
 * the kernel ends it.
 */
export function withPrivileges(lab: Lab, command: LabCommand): readonly string[] {
  return [...privileges(lab, command), command.file, ...command.args]
}

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
export function commandEnvironment(lab: Lab, node: string, command: LabCommand): NodeJS.ProcessEnv {
  const isExtracted = command.file.startsWith(lab.debianRoot)
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: lab.folderOf(node),
    NODE_ENV: 'production',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...(process.env.SWITCHYARD_DATA_DIR ? { SWITCHYARD_DATA_DIR: process.env.SWITCHYARD_DATA_DIR } : {}),
    ...(isExtracted ? lab.libraryEnv : {}),
    ...command.env,
  }
}
