import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Lab } from '@/lab/lab'
import { askSupervisor } from '@/lab/supervisor/control-client'
import type { ControlRequest } from '@/lab/supervisor/control-protocol'
import type { Demo } from '@/lib/testing/demo'
import type { FindingCase } from './cases'

/** Beside the probe's interval: its own time, the facts, the rules. */
const SLACK_MS = 10_000
/** It is watched for longer than it may take, so that the report tells how late it was. */
const GRACE_MS = 60_000
const BETWEEN_MS = 250
const ANSWER_WITHIN_MS = 10_000

interface Place {
  readonly demo: Demo
  readonly lab: Lab
}

export interface CaseRow {
  readonly name: string
  /** From the injected fault, in milliseconds; null: not within the time. */
  readonly shownMs: number | null
  readonly foundMs: number | null
  readonly rule: string | null
  /** From the healed fault. */
  readonly resolvedMs: number | null
  readonly clearedMs: number | null
  readonly limitMs: number
  readonly faults: readonly string[]
  readonly load: number
}

const findingsSchema = z.object({
  findings: z.array(
    z.object({
      id: z.string(),
      rule: z.string(),
      title: z.string(),
      status: z.string(),
      about: z.array(z.string()),
      statements: z.array(z.object({ view: z.string(), setBy: z.string(), setAt: z.string().nullable() })),
    }),
  ),
})
type Finding = z.infer<typeof findingsSchema>['findings'][number]

/**
 * Injects a fault for each case, waits for the view and the finding of each, heals all, and waits until they are gone.
 * `whileBroken` looks at what people see meanwhile.
 */
export async function injectAndHeal(
  place: Place,
  cases: readonly FindingCase[],
  whileBroken: () => Promise<void> = async () => undefined,
): Promise<readonly CaseRow[]> {
  for (const each of cases) {
    if ((await findingOf(place.demo, each)) !== undefined)
      throw new Error(`the finding of ${each.name} was there before the fault`)
  }
  const broken: { readonly each: FindingCase; readonly atMs: number }[] = []
  let seen: readonly Sighting[]
  try {
    for (const each of cases) {
      await fault(place.lab, each)
      broken.push({ each, atMs: Date.now() })
    }
    seen = await Promise.all(broken.map(({ each, atMs }) => untilSeen(place, each, atMs)))
    await whileBroken()
  } finally {
    await ask(place.lab, { command: 'heal' })
  }
  const healedAtMs = Date.now()
  return Promise.all(cases.map((each, index) => untilGone(place, each, { seen: seen[index], healedAtMs })))
}

interface Sighting {
  readonly shownMs: number | null
  readonly foundMs: number | null
  readonly finding: Finding | undefined
}

const limitOf = ({ intervalSeconds }: FindingCase) => intervalSeconds * 1_000 + SLACK_MS
const since = (atMs: number | undefined, fromMs: number) => (atMs === undefined ? null : atMs - fromMs)

async function untilSeen({ demo }: Place, each: FindingCase, brokenAtMs: number): Promise<Sighting> {
  const withinMs = limitOf(each) + GRACE_MS
  const [found, shown] = await Promise.all([
    until(withinMs, () => findingOf(demo, each)),
    until(withinMs, async () => (await isShown(demo, each)) || undefined),
  ])
  return {
    shownMs: since(shown?.atMs, brokenAtMs),
    foundMs: since(found?.atMs, brokenAtMs),
    finding: found?.value,
  }
}

async function untilGone(
  { demo }: Place,
  each: FindingCase,
  { seen, healedAtMs }: { readonly seen: Sighting | undefined; readonly healedAtMs: number },
): Promise<CaseRow> {
  const limitMs = limitOf(each)
  const [resolved, cleared] = await Promise.all([
    until(limitMs + GRACE_MS, async () => ((await findingOf(demo, each)) === undefined ? true : undefined)),
    until(limitMs + GRACE_MS, async () => ((await isShown(demo, each)) ? undefined : true)),
  ])
  const row = {
    name: each.name,
    shownMs: seen?.shownMs ?? null,
    foundMs: seen?.foundMs ?? null,
    rule: seen?.finding?.rule ?? null,
    resolvedMs: since(resolved?.atMs, healedAtMs),
    clearedMs: since(cleared?.atMs, healedAtMs),
    limitMs,
    load: loadavg()[0] ?? 0,
  }
  return { ...row, faults: [...lateIn(row), ...unclearIn(seen?.finding)] }
}

export function describeRow(row: CaseRow): string {
  const seconds = (ms: number | null) => (ms === null ? 'never' : `${(ms / 1_000).toFixed(1)} s`)
  const word = row.faults.length === 0 ? 'ok  ' : 'FAIL'
  const times = `shown ${seconds(row.shownMs)}, found ${seconds(row.foundMs)} by ${row.rule ?? 'no rule'}, cleared ${seconds(row.clearedMs)}, resolved ${seconds(row.resolvedMs)}`
  const why = row.faults.length === 0 ? '' : `: ${row.faults.join('; ')}`
  return `${word} ${row.name}: ${times} (at most ${seconds(row.limitMs)}, load ${row.load.toFixed(0)})${why}`
}

type Times = Pick<CaseRow, 'shownMs' | 'foundMs' | 'resolvedMs' | 'clearedMs' | 'limitMs'>

function lateIn({ limitMs, ...times }: Times): readonly string[] {
  const words = {
    shownMs: 'its view did not show it',
    foundMs: 'it was no finding',
    resolvedMs: 'it was not resolved',
    clearedMs: 'its view did not show the heal',
  }
  return Object.entries(words).flatMap(([field, word]) => {
    const ms = times[field as keyof typeof words]
    if (ms === null) return [word]
    return ms > limitMs ? [`${word} in time`] : []
  })
}

/** Both sides, each with who said it and when. */
function unclearIn(finding: Finding | undefined): readonly string[] {
  if (finding === undefined) return []
  const observed = finding.statements.filter(({ view }) => view === 'observed')
  const isCited = finding.statements.every(({ setBy }) => setBy !== '')
  return [
    ...(observed.length > 0 ? [] : ['it cites nothing observed']),
    ...(finding.statements.length > 1 && isCited ? [] : ['it does not cite both sides']),
    ...(observed.every(({ setAt }) => setAt !== null) ? [] : ['it does not say since when']),
  ]
}

async function findingOf(demo: Demo, each: FindingCase): Promise<Finding | undefined> {
  const { findings } = findingsSchema.parse(await read(demo, '/api/v1/findings?status=open'))
  return findings.find(
    ({ rule, about, title }) =>
      each.rules.includes(rule) && about.includes(each.about) && each.title.test(title),
  )
}

async function isShown(demo: Demo, { view }: FindingCase): Promise<boolean> {
  return (view.shows as (answer: unknown) => boolean)(await read(demo, view.path))
}

async function read(demo: Demo, path: string): Promise<unknown> {
  const response = await fetch(`${demo.url}${path}`, {
    headers: { authorization: `Bearer ${demo.tokens.auditor}`, connection: 'close' },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}

/** An answer that does not come is asked for again: it proves nothing, and its time counts. */
async function until<Value>(
  withinMs: number,
  look: () => Promise<Value | undefined>,
): Promise<{ readonly atMs: number; readonly value: Value } | undefined> {
  const endsAtMs = Date.now() + withinMs
  while (Date.now() < endsAtMs) {
    const value = await look().catch(() => undefined)
    if (value !== undefined) return { atMs: Date.now(), value }
    await pause(BETWEEN_MS)
  }
  return undefined
}

function fault(lab: Lab, { fault: name, node, options = {} }: FindingCase): Promise<void> {
  return ask(lab, {
    command: 'fault',
    name,
    ...(node === undefined ? {} : { node }),
    options: { ...options },
  })
}

async function ask(lab: Lab, request: ControlRequest): Promise<void> {
  await askSupervisor(lab.folder, request, () => undefined)
}
