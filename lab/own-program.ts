import { join } from 'node:path'
import type { Lab } from '@/lab/lab'
import type { LabCommand } from '@/lab/service'
import { isEnterableByOthers } from '@/lib/server/config/data-folder'

/** A TypeScript program of this project as a node's one main process. The path is relative to the project. */
export function ownProgram(
  lab: Lab,
  program: { readonly path: string; readonly args?: readonly string[]; readonly env?: LabCommand['env'] },
): LabCommand {
  return {
    file: process.execPath,
    args: ['--import', 'tsx', join(lab.projectFolder, program.path), ...(program.args ?? [])],
    cwd: lab.projectFolder,
    env: program.env ?? {},
    // The unprivileged account cannot read a project that lies in somebody's closed home.
    user: isEnterableByOthers(lab.projectFolder) ? 'lab' : 'self',
  }
}
