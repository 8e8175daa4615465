/**
 * `npm run fault-matrix [-- node …] [--only kill|hang] [--hold seconds]`: breaks each process of the lab in turn under the
 * running demo, and tells how long the API and an open page took to say so, what else they said, whether the impact is
 * what the inventory says, and how long it took until all was healthy again. The last line is one JSON object.
 */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { parseWords } from '@/lab/arguments'
import { openLab } from '@/lab/lab'
import { inventorySchema } from '@/lib/core/inventory/inventory'
import { readDemo } from '@/lib/testing/demo'
import { breakAndHeal, heal, type Matrix } from './fault-matrix/break-and-heal'
import { expectedImpact, groupsAround } from './fault-matrix/expected-impact'
import { describeRow, type FaultKind } from './fault-matrix/judge-fault'
import { openMap } from './fault-matrix/open-map'
import { watchTopology } from './fault-matrix/watch'

const DEFAULT_HOLD_SECONDS = 15
const FIRST_LOOK_MS = 60_000
const faultKinds: readonly FaultKind[] = ['kill', 'hang']

const { positional: chosen, options } = parseWords(process.argv.slice(2))
const kinds = faultKinds.filter((kind) => !options.only || options.only === kind)
const demo = readDemo()
const processes = demo.lab.processes.map((process) => process.node)
const nodes = processes.filter((node) => chosen.length === 0 || chosen.includes(node))
const matrix = await prepare(Number(options.hold ?? DEFAULT_HOLD_SECONDS) * 1_000)
const failed: string[] = []
let held = 0
for (const node of nodes) {
  for (const fault of kinds) {
    try {
      const row = await breakAndHeal(matrix, node, fault)
      console.log(describeRow(row))
      if (row.faults.length === 0) held += 1
      else failed.push(`${fault} ${node}`)
    } catch (error) {
      failed.push(`${fault} ${node}`)
      console.log(
        `FAIL ${fault} ${node}: not tried to its end, ${error instanceof Error ? error.message : error}`,
      )
    }
  }
}
await matrix.map.close()
console.log(JSON.stringify({ faults: nodes.length * kinds.length, held, failed }))
process.exit(failed.length === 0 && held > 0 ? 0 : 1)

async function prepare(holdMs: number): Promise<Matrix> {
  const inventory = inventorySchema.parse(parse(readFileSync('inventory/askproai.yaml', 'utf8')))
  const lab = openLab(() => undefined)
  await heal(lab)
  const watch = watchTopology(demo)
  const first = await watch.until(() => true, FIRST_LOOK_MS)
  watch.stop()
  if (!first) throw new Error(`the console does not answer: ${watch.missed.at(-1) ?? 'no reason'}`)
  const healthy = first.nodes.filter(({ health }) => health.status === 'healthy').map(({ slug }) => slug)
  return {
    demo,
    lab,
    map: await openMap(demo),
    known: new Set([...healthy, ...processes]),
    holdMs,
    impactOf: (node) => expectedImpact(inventory, node),
    groupsOf: (node) => groupsAround(inventory, node),
  }
}
