import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'
import { openLab } from '@/lab/lab'
import { dataFolder } from '@/lib/server/config/data-folder'
import { ensureBrowser } from '@/lib/testing/browser'
import { unhandledErrorsVariable } from './unhandled-errors-reporter'

const unhandledErrorsReporter = join(import.meta.dirname, 'unhandled-errors-reporter.ts')

export interface TestPart {
  readonly name: string
  readonly title: string
  /** Steps that have no count of their own: each is a command that must succeed, and counts as one test. */
  readonly commands?: readonly (readonly string[])[]
  /** A project of vitest. */
  readonly vitest?: string
  readonly isBrowser?: boolean
  readonly needsLab?: boolean
}

export interface PartResult {
  readonly part: string
  readonly passed: number
  readonly failed: number
  readonly seconds: number
  readonly error?: string
  /** The names of what failed, so that the last lines of a long log tell what to look for. */
  readonly failures?: readonly string[]
}

export const testParts: readonly TestPart[] = [
  {
    name: 'checks',
    title: 'format, lint, types, imports, unused code, runbooks',
    commands: ['check:format', 'check:types', 'check:imports', 'check:unused', 'check:runbooks'].map(
      (script) => ['npm', 'run', '--silent', script],
    ),
  },
  { name: 'unit', title: 'what is pure', vitest: 'unit' },
  { name: 'integration', title: 'services on a real PostgreSQL', vitest: 'integration' },
  { name: 'contract', title: 'probes on the real servers of the lab', vitest: 'contract', needsLab: true },
  { name: 'e2e', title: 'journeys in a real browser on the demo', isBrowser: true },
]

export async function runPart(part: TestPart, reports: string): Promise<PartResult> {
  console.log(`\n== ${part.name}: ${part.title}`)
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  try {
    const counts = await countsOf(part, reports)
    return { part: part.name, ...counts, seconds: seconds() }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { part: part.name, passed: 0, failed: 0, seconds: seconds(), error: message }
  }
}

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly error?: string
  readonly failures?: readonly string[]
}

async function countsOf(part: TestPart, reports: string): Promise<Counts> {
  if (part.commands) return runCommands(part.commands)
  if (part.isBrowser) return runBrowserPart(reports)
  if (part.needsLab) return withLab(() => runVitest(part.vitest ?? '', reports, true))
  return runVitest(part.vitest ?? '', reports)
}

async function runCommands(commands: readonly (readonly string[])[]): Promise<Counts> {
  const failures: string[] = []
  for (const command of commands) {
    const code = await run(command)
    if (code !== 0) failures.push(`${command.join(' ')} ended with ${code}`)
  }
  return { passed: commands.length - failures.length, failed: failures.length, failures }
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
})

/** One line a failed test, and one a file that failed before its first test. */
function failuresOf({ testResults }: z.infer<typeof vitestReport>): readonly string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLine(message)}`] : []
    return failed.map(
      (test) => `${file}: ${test.fullName}: ${test.failureMessages.map(firstLine).join('; ')}`,
    )
  })
}

function firstLine(text: string): string {
  return stripVTControlCharacters(text.split('\n')[0] ?? '').slice(0, 300)
}

async function runVitest(project: string, reports: string, hasServers = false): Promise<Counts> {
  const file = join(reports, `${project}.json`)
  const unhandledFile = join(reports, `${project}-unhandled.json`)
  const own = `--reporter=./${relative(process.cwd(), unhandledErrorsReporter)}`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`, own]
  const env = { [unhandledErrorsVariable]: unhandledFile }
  const lastWords: string[] = []
  const code = await run(
    ['vitest', 'run', '--project', project, ...reporters],
    env,
    hasServers ? undefined : lastWords,
  )
  if (!(existsSync(file) && existsSync(unhandledFile)))
    return { passed: 0, failed: 0, error: `vitest ended with ${code} and no report` }
  const report = vitestReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  const unhandled = z.array(z.string()).parse(JSON.parse(readFileSync(unhandledFile, 'utf8')))
  const failed = report.numFailedTests + report.numPendingTests
  const failures = [
    ...failuresOf(report),
    ...unhandled.map((line) => `outside of a test: ${firstLine(line)}`),
  ]
  const isUnexplained = code !== 0 && failures.length === 0
  return {
    ...endOf(code, report.numPassedTests, failed),
    failures: isUnexplained ? lastWords.map((line) => `last words: ${line}`) : failures,
  }
}

const playwrightTests = z.array(z.object({ title: z.string(), file: z.string(), ok: z.boolean() }))

interface PlaywrightSuite {
  readonly specs: z.infer<typeof playwrightTests>
  readonly suites: readonly PlaywrightSuite[]
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.object({
  specs: playwrightTests.default([]),
  suites: z.array(z.lazy(() => playwrightSuite)).default([]),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(playwrightSuite),
})

function failedSpecs({ specs, suites }: PlaywrightSuite): readonly string[] {
  const failed = specs.filter(({ ok }) => !ok).map(({ file, title }) => `e2e/${file}: ${title}`)
  return [...failed, ...suites.flatMap(failedSpecs)]
}

async function runBrowserPart(reports: string): Promise<Counts> {
  const browser = await ensureBrowser(console.log)
  const file = join(reports, 'e2e.json')
  const started = await run(['npm', 'run', '--silent', 'demo', '--', '--yes', '--detach'])
  if (started !== 0) return { passed: 0, failed: 0, error: 'the demo did not start' }
  const env = {
    ...browser.env,
    SWITCHYARD_BROWSER: browser.executablePath,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    SWITCHYARD_DEMO: join(dataFolder(), 'demo.json'),
  }
  const code = await run(['playwright', 'test', '--reporter=list,json'], env)
  await run(['npm', 'run', '--silent', 'demo:stop'])
  if (!existsSync(file)) return { passed: 0, failed: 0, error: `playwright ended with ${code} and no report` }
  const { stats, suites } = playwrightReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  const failed = stats.unexpected + stats.flaky + stats.skipped
  return { ...endOf(code, stats.expected, failed), failures: suites.flatMap(failedSpecs) }
}

function endOf(code: number, passed: number, failed: number): Counts {
  if (code !== 0 && failed === 0) return { passed, failed, error: `ended with ${code}` }
  return { passed, failed }
}

/** The lab is left as it was found: ended again when it did not run before. */
async function withLab(work: () => Promise<Counts>): Promise<Counts> {
  const wasUp = existsSync(join(openLab().folder, 'control.sock'))
  if ((await run(['tsx', 'lab/main.ts', 'up'])) !== 0)
    return { passed: 0, failed: 0, error: 'the lab did not come up' }
  try {
    return await work()
  } finally {
    if (!wasUp) await run(['tsx', 'lab/main.ts', 'down'])
  }
}

const LAST_WORDS = 25
/** What was printed last arrives a little after the end; what a process left behind may hold it open for ever. */
const FLUSH_MS = 200

/**
 * Resolves with the exit code. Given `lastWords`, keeps the last lines there, besides showing them: not for what
 * starts servers that go on, which would lose where they print.
 */
function run(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  lastWords?: string[],
): Promise<number> {
  const [file = '', ...args] = command
  return new Promise((resolve, reject) => {
    const output = lastWords === undefined ? 'inherit' : 'pipe'
    const child = spawn(file, args, { stdio: ['ignore', output, output], env: { ...process.env, ...env } })
    child.stdout?.pipe(process.stdout, { end: false })
    child.stderr?.pipe(process.stderr, { end: false })
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on('line', (line) => keepLast(lastWords ?? [], line))
    }
    child.once('error', reject)
    child.once('exit', (code) => setTimeout(() => resolve(code ?? 1), lastWords ? FLUSH_MS : 0))
  })
}

function keepLast(lines: string[], line: string): void {
  const text = stripVTControlCharacters(line).trim()
  if (text !== '') lines.push(text.slice(0, 300))
  if (lines.length > LAST_WORDS) lines.shift()
}
