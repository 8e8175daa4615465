import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** An account every Debian system has; servers that refuse to run as root run as it. */
export const UNPRIVILEGED_ID = 65_534

/**
 * The folder for everything written at run time: the embedded database, the lab, sign-ins of the demo.
 * `SWITCHYARD_DATA_DIR` decides; else `.data` in the project. As root the servers run unprivileged, so a
 * project folder that they cannot enter gets a folder of its own below `/var/tmp`.
 */
export function dataFolder(projectFolder: string = workingFolder()): string {
  const chosen = process.env.SWITCHYARD_DATA_DIR
  if (chosen) return resolve(chosen)
  const isRoot = process.getuid?.() === 0
  if (!isRoot || isEnterableByOthers(projectFolder))
    return join(/* turbopackIgnore: true */ projectFolder, '.data')
  const name = createHash('sha256').update(resolve(projectFolder)).digest('hex').slice(0, 12)
  return join(/* turbopackIgnore: true */ '/var/tmp', `switchyard-${name}`)
}

/** Asked in a way that a bundler can not answer: it would pack the whole data folder with the pages. */
function workingFolder(): string {
  return Reflect.apply(process.cwd, process, [])
}

/** True when every folder up to the root lets other accounts pass. */
export function isEnterableByOthers(folder: string): boolean {
  const here = resolve(folder)
  if ((statSync(/* turbopackIgnore: true */ here).mode & 0o001) === 0) return false
  return here === '/' || isEnterableByOthers(dirname(here))
}
