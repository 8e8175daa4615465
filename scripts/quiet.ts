/**
 * `npm run quiet [-- --minutes 15]`: breaks nothing under the running demo and counts every alarm that is raised all the
 * same: a node that leaves its health, a root cause. The last line is one JSON object.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { parseWords } from '@/lab/arguments'
import { readDemo } from '@/lib/testing/demo'
import { rootCauses, type Sample, watchTopology } from './fault-matrix/watch'

const DEFAULT_MINUTES = 15
const SETTLED_WITHIN_MS = 120_000
const TELL_EVERY_MS = 60_000

const { options } = parseWords(process.argv.slice(2))
const minutes = Number(options.minutes ?? DEFAULT_MINUTES)
const watch = watchTopology(readDemo(), 1_000)
const settled = await watch.until((sample) => rootCauses(sample).length === 0, SETTLED_WITHIN_MS)
if (!settled)
  throw new Error(`the estate is not quiet to begin with: ${watch.missed.at(-1) ?? 'it has causes'}`)
const known = healthOf(settled)
const alarms = new Set<string>()
const endsAtMs = settled.atMs + minutes * 60_000
for (let seen = watch.samples.indexOf(settled); Date.now() < endsAtMs; ) {
  await pause(Math.min(TELL_EVERY_MS, Math.max(0, endsAtMs - Date.now())))
  for (; seen < watch.samples.length; seen++) for (const alarm of alarmsOf(watch.samples[seen])) tell(alarm)
  console.log(`${left()} left, ${watch.samples.length} samples, ${alarms.size} false alarms`)
}
watch.stop()
const isWatched = watch.samples.length > watch.missed.length
console.log(
  JSON.stringify({
    minutes,
    nodes: known.size,
    samples: watch.samples.length,
    missed: watch.missed.length,
    alarms: [...alarms],
  }),
)
process.exit(alarms.size === 0 && isWatched ? 0 : 1)

function healthOf({ nodes }: Sample): ReadonlyMap<string, string> {
  return new Map(nodes.map((node) => [node.slug, node.health.status]))
}

function alarmsOf(sample: Sample | undefined): readonly string[] {
  if (sample === undefined) return []
  const changed = sample.nodes
    .filter(({ slug, health }) => known.get(slug) !== health.status)
    .map(({ slug, health }) => `${slug} is ${health.status}: ${health.reason}`)
  return [...changed, ...rootCauses(sample).map((slug) => `${slug} is called a root cause`)]
}

function tell(alarm: string): void {
  if (alarms.has(alarm)) return
  alarms.add(alarm)
  console.log(`${new Date().toISOString()} false alarm: ${alarm}`)
}

function left(): string {
  return `${Math.max(0, Math.round((endsAtMs - Date.now()) / 60_000))} min`
}
