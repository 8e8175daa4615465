import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { locateBinary, MissingBinaryError } from '@/lab/debian/locate-binary'
import { packageStamp } from '@/lab/debian/stamp'
import { readOptionalFile } from '@/lab/tls/owned-file'

const run = promisify(execFile)
const APT_DEADLINE_MS = 300_000

export interface PackageRequest {
  /** `<dataFolder>/debian`: apt's own state, the downloads, and `root`, where they are extracted. */
  readonly folder: string
  readonly packages: readonly string[]
  readonly log: (message: string) => void
}

/**
 * Brings Debian packages into a folder, without installing, starting or configuring anything on the machine. A
 * second call with the same list does nothing; an interrupted one is simply repeated. On a system without apt it
 * says so and leaves it to what the machine has on PATH.
 */
export async function installPackages(request: PackageRequest): Promise<void> {
  const { folder, packages, log } = request
  const stamp = packageStamp(packages, await systemName())
  if ((await readOptionalFile(join(folder, 'stamp'))) === stamp && existsSync(join(folder, 'root'))) return
  const missing = ['apt-get', 'dpkg-deb'].filter((tool) => !isOnMachine(tool))
  if (missing.length > 0) {
    log(`${missing.join(' and ')} not found: only servers that are on PATH will run`)
    return
  }
  const options = await aptOptions(folder)
  log('reading the list of Debian packages')
  await apt([...options, 'update'], log)
  log(`downloading ${packages.length} packages and what they need into ${folder}; nothing is installed`)
  await apt([...options, '--yes', '--no-install-recommends', '--download-only', 'install', ...packages], log)
  await extractAll(folder, log)
  await writeFile(join(folder, 'stamp'), stamp)
}

/** State and cache of apt in our own folder: works with empty lists, for any account, and locks nothing. */
async function aptOptions(folder: string): Promise<string[]> {
  await mkdir(join(folder, 'apt', 'lists', 'partial'), { recursive: true })
  await mkdir(join(folder, 'apt', 'archives', 'partial'), { recursive: true })
  return [
    `Dir::State=${join(folder, 'apt')}`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${join(folder, 'apt')}`,
    `Dir::Log=${join(folder, 'apt')}`,
    'APT::Sandbox::User=',
    'Debug::NoLocking=true',
    'Acquire::Retries=3',
  ].flatMap((option) => ['-o', option])
}

/** Errors are told with apt's own last words. `update` may fail for a source that holds nothing of ours. */
async function apt(args: readonly string[], log: (message: string) => void): Promise<void> {
  const child = spawn(locateBinary('apt-get', '/'), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LANG: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    signal: AbortSignal.timeout(APT_DEADLINE_MS),
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2_000)
  })
  child.stdout.resume()
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  if (args.includes('update')) log(`apt-get update: ${errors.trim()}`)
  else throw new Error(`apt-get ended with ${code}: ${errors.trim()}`)
}

/** Into a draft first: a half-extracted folder never bears the name `root`. */
async function extractAll(folder: string, log: (message: string) => void): Promise<void> {
  const archives = join(folder, 'apt', 'archives')
  const packages = (await readdir(archives)).filter((entry) => entry.endsWith('.deb'))
  log(`extracting ${packages.length} packages`)
  const draft = await mkdtemp(join(folder, 'draft-'))
  await run('chmod', ['755', draft])
  for (const file of packages) await run('dpkg-deb', ['--extract', join(archives, file), draft])
  const root = join(folder, 'root')
  const old = join(folder, `old-${process.pid}`)
  if (existsSync(root)) await rename(root, old)
  await rename(draft, root)
  await rm(old, { recursive: true, force: true })
}

async function systemName(): Promise<string> {
  const release = existsSync('/etc/os-release') ? await readFile('/etc/os-release', 'utf8') : ''
  return `${process.arch} ${/^VERSION_CODENAME=.*$/m.exec(release)?.[0] ?? ''}`
}

function isOnMachine(tool: string): boolean {
  try {
    locateBinary(tool, '/')
    return true
  } catch (error) {
    if (error instanceof MissingBinaryError) return false
    throw error
  }
}
