import { createEvaluator } from '@/lib/core/findings/evaluate-rules'
import { rules } from '@/lib/core/findings/registry'
import type { FindingInput } from '@/lib/core/findings/rule-definition'
import { shareUnchanged } from '@/lib/core/findings/share-unchanged'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { largeInventory } from './findings/large-inventory'
import { quantile } from './quantile'

const NODES = 10_000
const LINKS = 20_000
const RECORDS = 5_000
const WARM_UPS = 3
const ROUNDS = 15

/**
 * The whole catalogue over a large estate, and again after one change. The changed inventory is a fresh copy, as one
 * read from the database is: telling what changed is part of the measured time.
 */
export async function run(): Promise<object> {
  const inventory = largeInventory({ nodes: NODES, links: LINKS, records: RECORDS })
  const full = Array.from({ length: WARM_UPS + 3 }, () => {
    const copy = structuredClone(inventory)
    return measure(() => createEvaluator(rules).evaluate(inputOf(copy)))
  }).slice(WARM_UPS)
  const evaluator = createEvaluator(rules)
  let current = inventory
  evaluator.evaluate(inputOf(current))
  const incremental: Measured[] = []
  const asked: number[] = []
  for (let round = 0; round < WARM_UPS + ROUNDS; round++) {
    const fresh = changed(structuredClone(current), round)
    const measured = measure(() => {
      current = shareUnchanged(current, fresh)
      evaluator.evaluate(inputOf(current))
    })
    if (round < WARM_UPS) continue
    incremental.push(measured)
    asked.push(evaluator.lastEvaluated.length)
  }
  const findings = evaluator
    .evaluate(inputOf(current))
    .reduce((sum, result) => sum + result.findings.length, 0)
  return {
    fullMs: quantile(wallOf(full), 0.5),
    incrementalMs: quantile(wallOf(incremental), 0.5),
    fullCpuMs: quantile(cpuOf(full), 0.5),
    incrementalCpuMs: quantile(cpuOf(incremental), 0.5),
    incrementalWorstMs: quantile(wallOf(incremental), 1),
    rulesAsked: Math.max(...asked),
    rules: rules.length,
    nodes: current.nodes.length,
    links: current.links.length,
    records: current.dns?.records.length ?? 0,
    findings,
  }
}

interface Measured {
  readonly wallMs: number
  /** What this process alone used: the same on a machine that is busy with other things. */
  readonly cpuMs: number
}

function measure(work: () => unknown): Measured {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1_000 }
}

const wallOf = (rounds: readonly Measured[]) => rounds.map((each) => each.wallMs)
const cpuOf = (rounds: readonly Measured[]) => rounds.map((each) => each.cpuMs)

/** One change of one thing, each round of another kind. */
function changed(inventory: Inventory, round: number): Inventory {
  const at = (round * 7_919) % NODES
  const node = inventory.nodes[at]
  const link = inventory.links[(at * 2) % LINKS]
  const record = inventory.dns?.records[at % RECORDS]
  if (round % 3 === 0 && node) node.role = `changed in round ${round}`
  else if (round % 3 === 1 && link) link.port = 1_024 + round
  else if (record) record.ttlSeconds = 60 + round
  return inventory
}

const none: readonly never[] = []

function inputOf(inventory: Inventory): FindingInput {
  const nowMs = Date.parse('2026-11-25T12:00:00Z')
  return {
    inventory,
    factsOf: () => none,
    runbooks: none,
    readiness: none,
    audit: null,
    waivers: none,
    formerAnswers: none,
    nowMs,
  }
}
