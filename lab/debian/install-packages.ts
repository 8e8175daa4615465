import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { locateBinary, MissingBinaryError } from '@/lab/debian/locate-binary'
import { namedFiles } from '@/lab/debian/named-files'
import { packageStamp } from '@/lab/debian/stamp'
import { becomeTheOnlyOne } from '@/lab/supervisor/only-one'
import { readOptionalFile } from '@/lab/tls/owned-file'

const run = promisify(execFile)
const APT_DEADLINE_MS = 300_000
const TURN_MS = 200

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
  if (await isCurrent(folder, stamp)) return
  // Two that begin at once take turns; the second then finds it done.
  while (!(await becomeTheOnlyOne(folder))) await delay(TURN_MS)
  if (await isCurrent(folder, stamp)) return
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
  await extractAll(folder, await neededFiles({ folder, options, packages, log }), log)
  await writeFile(join(folder, 'stamp'), stamp)
}

async function isCurrent(folder: string, stamp: string): Promise<boolean> {
  return existsSync(join(folder, 'root')) && (await readOptionalFile(join(folder, 'stamp'))) === stamp
}

/** Downloads of earlier lists and versions lie beside ours: asked with an empty cache, apt names exactly ours. */
async function neededFiles(
  request: PackageRequest & { readonly options: readonly string[] },
): Promise<string[]> {
  const { folder, options, packages, log } = request
  const empty = join(folder, 'apt', 'empty')
  await mkdir(join(empty, 'partial'), { recursive: true })
  const words = ['--yes', '--no-install-recommends', '--print-uris', 'install', ...packages]
  const listed = await apt([...options, '-o', `Dir::Cache::archives=${empty}`, ...words], log)
  return namedFiles(listed)
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
async function apt(args: readonly string[], log: (message: string) => void): Promise<string> {
  const child = spawn(locateBinary('apt-get', '/'), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LANG: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    signal: AbortSignal.timeout(APT_DEADLINE_MS),
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2_000)
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return output
  if (!args.includes('update')) throw new Error(`apt-get ended with ${code}: ${errors.trim()}`)
  log(`apt-get update: ${errors.trim()}`)
  return output
}

/** Into a draft first: a half-extracted folder never bears the name `root`. */
async function extractAll(
  folder: string,
  files: readonly string[],
  log: (message: string) => void,
): Promise<void> {
  log(`extracting ${files.length} packages`)
  for (const entry of await readdir(folder)) {
    if (/^(draft|old)-/.test(entry)) await rm(join(folder, entry), { recursive: true, force: true })
  }
  const draft = await mkdtemp(join(folder, 'draft-'))
  await chmod(draft, 0o755)
  for (const file of files) await run('dpkg-deb', ['--extract', join(folder, 'apt', 'archives', file), draft])
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
