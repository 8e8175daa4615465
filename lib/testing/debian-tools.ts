import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { installPackages } from '@/lab/debian/install-packages'
import { libraryFolders } from '@/lab/debian/library-path'
import { locateBinary } from '@/lab/debian/locate-binary'
import { dataFolder } from '@/lib/server/config/data-folder'

const packages = ['bind9-utils', 'iproute2', 'nmap', 'ufw']
const RUN_DEADLINE_MS = 120_000
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024

export interface ToolRun {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Runs a program of Debian's, unpacked into the data folder: `nmap`, `named-checkzone`, `ss`. */
export type RunTool = (name: string, args: readonly string[]) => Promise<ToolRun>

const folder = () => join(dataFolder(), 'testing', 'debian')

/** Where the packages lie unpacked, once `ensureDebianTools` has returned. */
export function debianToolsRoot(): string {
  return join(folder(), 'root')
}

/** The programs that contract tests and benchmarks compare us with. Nothing is installed on the machine. */
export async function ensureDebianTools(): Promise<RunTool> {
  await installPackages({ folder: folder(), packages, log: (message) => console.error(message) })
  const root = debianToolsRoot()
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: libraryFolders()
      .flatMap((name) => withAlgebra(join(root, name)))
      .join(':'),
    NMAPDIR: join(root, 'usr', 'share', 'nmap'),
  }
  return (name, args) => runProgram(locateBinary(name, root), args, env)
}

/** nmap needs BLAS, which lies one folder deeper: on an installed system an alternative points at it. */
function withAlgebra(folder: string): readonly string[] {
  return [folder, join(folder, 'blas')]
}

export function runProgram(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ToolRun> {
  const options = { env, timeout: RUN_DEADLINE_MS, maxBuffer: MOST_OUTPUT_BYTES }
  return new Promise((resolve, reject) => {
    execFile(file, [...args], options, (error, output, errors) => {
      if (error === null) resolve({ code: 0, output, errors })
      else if (typeof error.code === 'number') resolve({ code: error.code, output, errors })
      else reject(error)
    })
  })
}
