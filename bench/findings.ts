import { type FormerAnswer, FormerAnswers } from '@/lib/core/dns/former-answers'
import { createEvaluator } from '@/lib/core/findings/evaluate-rules'
import { rules } from '@/lib/core/findings/registry'
import type { FindingInput } from '@/lib/core/findings/rule-definition'
import { shareUnchanged } from '@/lib/core/findings/share-unchanged'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactChange, FactKind } from '@/lib/core/observed/fact'
import { type AnswerFact, answersOf, historyOf, withOneChange } from './findings/dns-history'
import { largeInventory } from './findings/large-inventory'
import { quantile } from './quantile'

const NODES = 10_000
const LINKS = 20_000
const RECORDS = 5_000
const WARM_UPS = 3
const ROUNDS = 60
const NOW_MS = Date.parse('2026-11-25T12:00:00Z')

/** What evaluations read of the database. */
interface Loaded {
  readonly inventory: Inventory
  readonly answers: readonly AnswerFact[]
}

/**
 * The whole catalogue over a large estate, and again after one change. What changed is a fresh copy, as what is read
 * from the database is: telling what changed, and reading what resolvers may still keep out of the history of DNS
 * answers, is part of the measured time.
 */
export async function run(): Promise<object> {
  const inventory = largeInventory({ nodes: NODES, links: LINKS, records: RECORDS })
  const answers = answersOf(inventory, NOW_MS)
  const loaded: Loaded = { inventory, answers }
  const history = historyOf(answers, NOW_MS)
  const full = Array.from({ length: WARM_UPS + 3 }, () => {
    const copy = structuredClone(loaded)
    return measure(() => createEvaluator(rules).evaluate(inputOf(copy, formerOf(history).at(NOW_MS))))
  }).slice(WARM_UPS)
  const evaluator = createEvaluator(rules)
  let current = loaded
  const former = formerOf(history)
  evaluator.evaluate(inputOf(current, former.at(NOW_MS)))
  const incremental = new Map<Change, Measured[]>(changes.map((change) => [change, []]))
  const asked: number[] = []
  for (let round = 0; round < WARM_UPS * changes.length + ROUNDS; round++) {
    // In another order each time, so that collecting what the copies left meets no kind of change more than another.
    const turn = Math.floor(round / changes.length)
    const change = changes[(round + turn) % changes.length] ?? 'node'
    const { fresh, news } = changed(structuredClone(current), change, round)
    const measured = measure(() => {
      current = {
        inventory: shareUnchanged(current.inventory, fresh.inventory),
        answers: shareUnchanged(current.answers, fresh.answers),
      }
      former.add(news)
      evaluator.evaluate(inputOf(current, former.at(NOW_MS)))
    })
    if (round < WARM_UPS * changes.length) continue
    incremental.get(change)?.push(measured)
    asked.push(evaluator.lastEvaluated.length)
  }
  const findings = evaluator
    .evaluate(inputOf(current, former.at(NOW_MS)))
    .reduce((sum, result) => sum + result.findings.length, 0)
  const all = [...incremental.values()].flat()
  const medians = [...incremental].map(([change, rounds]) => [change, quantile(wallOf(rounds), 0.5)])
  return {
    fullMs: quantile(wallOf(full), 0.5),
    incrementalMs: quantile(wallOf(all), 0.5),
    incrementalMsOf: Object.fromEntries(medians),
    fullCpuMs: quantile(cpuOf(full), 0.5),
    incrementalCpuMs: quantile(cpuOf(all), 0.5),
    incrementalWorstMs: quantile(wallOf(all), 1),
    rulesAsked: Math.max(...asked),
    rules: rules.length,
    nodes: current.inventory.nodes.length,
    links: current.inventory.links.length,
    records: current.inventory.dns?.records.length ?? 0,
    answers: current.answers.length,
    history: history.length,
    formerAnswers: former.at(NOW_MS).length,
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

/** Each round one thing changes, another kind each time. */
const changes = ['node', 'link', 'record', 'answer'] as const
type Change = (typeof changes)[number]

interface Changed {
  readonly fresh: Loaded
  readonly news: readonly FactChange[]
}

function changed(loaded: Loaded, change: Change, round: number): Changed {
  const { inventory } = loaded
  const at = (round * 7_919) % NODES
  if (change === 'answer') {
    const { answers, news } = withOneChange(loaded.answers, at, NOW_MS)
    return { fresh: { inventory, answers }, news }
  }
  const node = inventory.nodes[at]
  const link = inventory.links[(at * 2) % LINKS]
  const record = inventory.dns?.records[at % RECORDS]
  if (change === 'node' && node) node.role = `changed in round ${round}`
  if (change === 'link' && link) link.port = 1_024 + round
  if (change === 'record' && record) record.ttlSeconds = 60 + round
  return { fresh: loaded, news: none }
}

function formerOf(history: readonly FactChange[]): FormerAnswers {
  const former = new FormerAnswers()
  former.add(history)
  return former
}

const none: readonly never[] = []

function inputOf({ inventory, answers }: Loaded, former: readonly FormerAnswer[]): FindingInput {
  const factsOf = (kind: FactKind) => (kind === 'dns-answer' ? answers : none)
  return {
    inventory,
    // Answers to DNS questions are the only facts here.
    factsOf: factsOf as FindingInput['factsOf'],
    runbooks: none,
    readiness: none,
    audit: null,
    waivers: none,
    formerAnswers: former,
    nowMs: NOW_MS,
  }
}
