/**
 * `npm test` runs every test; `npm test -- unit e2e` runs parts by name. Each part does its own set-up and cleans up,
 * and the last line counts what ran.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '@/lib/server/config/data-folder'
import { type PartResult, runPart, testParts } from './testing/parts'

const names = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const unknown = names.filter((name) => !testParts.some((part) => part.name === name))
if (unknown.length > 0) {
  const known = testParts.map((part) => `  ${part.name.padEnd(12)} ${part.title}`).join('\n')
  console.error(`no part of the tests is called ${unknown.join(', ')}; there are\n${known}`)
  process.exit(2)
}

const reports = join(dataFolder(), 'tests', 'reports')
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
const chosen = testParts.filter((part) => names.length === 0 || names.includes(part.name))
const results: PartResult[] = []
for (const part of chosen) results.push(await runPart(part, reports))

for (const { part, passed, failed, seconds, error, failures = [] } of results) {
  for (const failure of failures) console.log(`  FAILED ${failure}`)
  const outcome = error ? `failed: ${error}` : `${passed} passed, ${failed} failed`
  console.log(`  ${part.padEnd(12)} ${outcome}  (${seconds} s)`)
}
const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce(
  (sum, result) => sum + result.failed + (result.error && !result.failed ? 1 : 0),
  0,
)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
