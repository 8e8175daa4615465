import { chown, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { libraryPath } from '@/lab/debian/library-path'
import { locateBinary } from '@/lab/debian/locate-binary'
import { firstOpenPort, shiftedPort } from '@/lab/port-shift'
import { readOrCreateSecret } from '@/lab/secret'
import { dataFolder, UNPRIVILEGED_ID } from '@/lib/server/config/data-folder'

/** What a service may know of the lab that it runs in. */
export interface Lab {
  /** `<dataFolder>/lab`. */
  readonly folder: string
  /** The project itself; the working folder of programs of ours, so that `@/` resolves. */
  readonly projectFolder: string
  /** Where Debian's packages were extracted: `<dataFolder>/debian/root`. */
  readonly debianRoot: string
  /** True when servers run as the unprivileged account rather than as whoever runs the lab. */
  readonly isRoot: boolean
  /** Environment that lets the extracted binaries find their libraries. */
  readonly libraryEnv: Readonly<Record<string, string>>
  /** The node's own folder, `<lab>/nodes/<node>`. */
  folderOf(node: string): string
  /** Makes the node's folder (and a folder in it), owned by the account its server runs as; gives the path. */
  makeFolder(node: string, ...below: readonly string[]): Promise<string>
  /** The port really used for a specified one: privileged ports shift for an ordinary user. */
  port(specified: number): number
  /** Absolute path, from the extracted packages or the machine. Throws `MissingBinaryError`. */
  binary(name: string): string
  /** A random secret, made once, kept in `<lab>/secrets/<name>` for its owner alone. */
  secret(name: string): string
  log(message: string): void
}

export function openLab(log: (message: string) => void = (message) => console.log(message)): Lab {
  const folder = join(dataFolder(), 'lab')
  const projectFolder = resolve(fileURLToPath(new URL('..', import.meta.url)))
  const debianRoot = join(dataFolder(), 'debian', 'root')
  const isRoot = process.getuid?.() === 0
  const firstOpen = firstOpenPort(isRoot)
  const folderOf = (node: string) => join(folder, 'nodes', node)
  return {
    folder,
    projectFolder,
    debianRoot,
    isRoot,
    libraryEnv: { LD_LIBRARY_PATH: libraryPath(debianRoot) },
    folderOf,
    makeFolder: (node, ...below) => makeOwnedFolder(folderOf(node), below, isRoot),
    port: (specified) => shiftedPort(specified, firstOpen),
    binary: (name) => locateBinary(name, debianRoot),
    secret: (name) => readOrCreateSecret(join(folder, 'secrets'), name),
    log,
  }
}

async function makeOwnedFolder(base: string, below: readonly string[], isRoot: boolean): Promise<string> {
  const path = join(base, ...below)
  await mkdir(path, { recursive: true, mode: 0o755 })
  for (let at = path; isRoot && at.startsWith(base); at = resolve(at, '..')) {
    await chown(at, UNPRIVILEGED_ID, UNPRIVILEGED_ID)
  }
  return path
}
