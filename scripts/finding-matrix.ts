/**
 * `npm run finding-matrix [-- case …]`: breaks under the running demo what a probe can see to be otherwise than declared,
 * one thing after the other, and tells how long it took until the API showed it in its view and as the right finding, and
 * until the finding was resolved by itself after the heal. The last line is one JSON object.
 */
import { parseWords } from '@/lab/arguments'
import { openLab } from '@/lab/lab'
import { readDemo } from '@/lib/testing/demo'
import { findingCases } from './finding-matrix/cases'
import { describeRow, injectAndHeal } from './finding-matrix/inject-and-heal'

const { positional: chosen } = parseWords(process.argv.slice(2))
const demo = readDemo()
const lab = openLab(() => undefined)
const failed: string[] = []
const cases = findingCases.filter(({ name }) => chosen.length === 0 || chosen.includes(name))
for (const each of cases) {
  try {
    for (const row of await injectAndHeal({ demo, lab }, [each])) {
      console.log(describeRow(row))
      if (row.faults.length > 0) failed.push(each.name)
    }
  } catch (error) {
    failed.push(each.name)
    console.log(`FAIL ${each.name}: not tried to its end, ${error instanceof Error ? error.message : error}`)
  }
}
console.log(JSON.stringify({ cases: cases.length, held: cases.length - failed.length, failed }))
process.exit(failed.length === 0 && cases.length > 0 ? 0 : 1)
