// Runs a script of this folder on a machine that has only Node 20 and npm: installs the packages when they are
// not there or not current, makes Prisma's client, then goes on under the Node that the packages bring.
// Plain JavaScript without imports from npm, because it runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const runtime = join(project, 'node_modules/node/bin/node')
const [script, ...rest] = process.argv.slice(2)

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Switchyard needs Node 20 or newer to set itself up; this is ${process.version}.`)
}
if (!script || !existsSync(join(project, 'scripts', `${script}.ts`)))
  fail('usage: node scripts/bootstrap.mjs SCRIPT')
process.chdir(project)
await ensurePackages()
await ensureDatabaseClient()
goOn()

async function ensurePackages() {
  const stamp = join(project, 'node_modules/.switchyard-packages')
  const wanted = hashOf('package-lock.json', 'package.json')
  if (existsSync(stamp) && existsSync(runtime) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(stamp, { force: true })
  // `npm ci` refuses a lock file that leaves out other systems' optional packages, which npm itself writes so.
  await step('Installing the npm packages', 'npm', [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  // npm that leaves install scripts alone has not unpacked the runtime yet.
  if (!existsSync(runtime)) await step('Unpacking Node 24', 'npm', ['rebuild', 'node', '--loglevel=error'])
  if (!existsSync(runtime))
    fail('The package "node" brought no program for this system. Switchyard runs on Linux and macOS.')
  writeFileSync(stamp, wanted)
}

async function ensureDatabaseClient() {
  const stamp = join(project, 'prisma/generated/.switchyard-schema')
  const wanted = hashOf('prisma/schema.prisma', 'package-lock.json')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  // Making the client needs no schema engine, but the command line looks for one and would download it.
  const environment = { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', CHECKPOINT_DISABLE: '1' }
  const prisma = join(project, 'node_modules/prisma/build/index.js')
  await step('Making the database client', runtime, [prisma, 'generate', '--no-hints'], environment)
  writeFileSync(stamp, wanted)
}

function hashOf(...files) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const file of files) hash.update(readFileSync(join(project, file)))
  return hash.digest('hex')
}

/** Runs a command that prints little, with a line that tells how long it has been going on. */
function step(title, command, args, environment = {}) {
  const startedAt = Date.now()
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`
  const isTerminal = process.stdout.isTTY
  process.stdout.write(isTerminal ? `  ${title} …` : `  ${title} …\n`)
  const ticker = setInterval(
    () => {
      process.stdout.write(isTerminal ? `\r  ${title} … ${seconds()}` : `  ${title} … ${seconds()}\n`)
    },
    isTerminal ? 1000 : 15_000,
  )
  return new Promise((resolve) => {
    const output = []
    const child = spawn(command, args, { cwd: project, env: { ...process.env, ...environment } })
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    child.once('error', (error) => fail(`${title}: ${command} could not be started: ${error.message}`))
    child.once('exit', (code) => {
      clearInterval(ticker)
      if (code !== 0) fail(`${title} failed:\n${Buffer.concat(output).toString()}`)
      process.stdout.write(
        isTerminal ? `\r  ${title}: done in ${seconds()}\n` : `  ${title}: done in ${seconds()}\n`,
      )
      resolve()
    })
  })
}

function goOn() {
  const path = [join(project, 'node_modules/.bin'), dirname(runtime), process.env.PATH].join(':')
  const loader = join(project, 'node_modules/tsx/dist/loader.mjs')
  const child = spawn(runtime, ['--import', loader, join(project, 'scripts', `${script}.ts`), ...rest], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  })
  // The terminal sends its signals to the whole group; the script cleans up, and this only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
