import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['app', 'components', 'lib', 'prisma', 'public', 'proxy.ts', 'next.config.js']
const settings = ['package-lock.json', 'tsconfig.json', 'postcss.config.mjs']
const STAMP = '.next/switchyard-build'

/** Builds the pages unless the last build was made from the very files that are here now. */
export async function ensureBuild(log: (line: string) => void): Promise<void> {
  const wanted = hashOfSources()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  rmSync(STAMP, { force: true })
  log('Building the pages (about a minute) …')
  const startedAt = Date.now()
  const ticker = setInterval(
    () => log(`Building the pages … ${Math.round((Date.now() - startedAt) / 1000)} s`),
    15_000,
  )
  try {
    await runNextBuild()
  } finally {
    clearInterval(ticker)
  }
  writeFileSync(STAMP, wanted)
  log(`Built the pages in ${Math.round((Date.now() - startedAt) / 1000)} s`)
}

function runNextBuild(): Promise<void> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = []
    const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`The build failed:\n${Buffer.concat(output).toString()}`))
    })
  })
}

function hashOfSources(): string {
  const hash = createHash('sha256').update(process.version)
  for (const file of [...sources, ...settings].flatMap(listFiles))
    hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

function listFiles(path: string): readonly string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  const names = readdirSync(path).filter((name) => name !== 'generated')
  return names.sort().flatMap((name) => listFiles(join(path, name)))
}
