import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { installPackages } from '@/lab/debian/install-packages'
import { libraryFolders } from '@/lab/debian/library-path'
import { locateBinary } from '@/lab/debian/locate-binary'
import { dataFolder } from '@/lib/server/config/data-folder'

const packages = ['bind9-utils', 'nmap']
const RUN_DEADLINE_MS = 120_000
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024

export interface ToolRun {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** Runs a program of Debian's, unpacked into the data folder: `nmap`, `named-checkzone`. */
export type RunTool = (name: string, args: readonly string[]) => Promise<ToolRun>

/** The programs that contract tests and benchmarks compare us with. Nothing is installed on the machine. */
export async function ensureDebianTools(): Promise<RunTool> {
  const folder = join(dataFolder(), 'testing', 'debian')
  await installPackages({ folder, packages, log: (message) => console.error(message) })
  const root = join(folder, 'root')
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

function runProgram(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ToolRun> {
  const options = { env, timeout: RUN_DEADLINE_MS, maxBuffer: MOST_OUTPUT_BYTES }
  return new Promise((resolve, reject) => {
    execFile(file, [...args], options, (error, output, errors) => {
      if (error === null) resolve({ code: 0, output, errors })
      else if (typeof error.code === 'number') resolve({ code: error.code, output, errors })
      else reject(error)
    })
  })
}
