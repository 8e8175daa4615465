import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement, type ProbeContext } from '@/lib/core/probes/probe-definition'
import { unknownFor, unknownReason } from './dependency'
import type { ProbeFailure } from './failure'
import { countFailedJobs, failedJobsSchema } from './horizon/failed-jobs'
import { judgement } from './judgement'
import { redisAccessFields } from './redis/access'
import { ClusterReader } from './redis/cluster-reader'
import { addressSchema } from './settings'

const settings = z.strictObject({
  ...redisAccessFields,
  members: z
    .array(addressSchema)
    .default([])
    .meta({ description: 'Further members of the cluster, asked when the first does not answer.' }),
  master: z.string().min(1).max(120).meta({ description: 'Name under which this Horizon reports.' }),
  horizonPrefix: z.string().default('laravel_horizon:').meta({ description: '`horizon.prefix` of Laravel.' }),
  queuePrefix: z
    .string()
    .default('laravel_database_queues:')
    .meta({ description: '`database.redis.options.prefix` of Laravel, and `queues:`.' }),
  queues: z.array(z.string().min(1)).min(1).max(20).default(['default', 'webhooks']),
  maxHeartbeatSeconds: z.number().positive().default(15),
  maxQueued: z.int().min(0).default(1_000).meta({ description: 'More waiting jobs than this are degraded.' }),
  failedJobs: failedJobsSchema.optional().meta({ description: 'Where Laravel keeps its failed jobs.' }),
  maxFailed: z.int().min(0).optional().meta({ description: 'More failed jobs than this are degraded.' }),
})
type HorizonSettings = z.infer<typeof settings>

interface QueueDepth {
  readonly name: string
  readonly waiting: number
  readonly delayed: number
  readonly reserved: number
}

interface HorizonFacts {
  readonly outcome: 'read'
  /** Undefined when this Horizon has never reported, or not for so long that it was forgotten. */
  readonly heartbeatAtSeconds: number | undefined
  /** `running` or `paused`, as Horizon says. */
  readonly status: string | undefined
  readonly queues: readonly QueueDepth[]
  /** A number, why it could not be read, or undefined when it is not asked for. */
  readonly failedJobs: number | ProbeFailure | undefined
}
type HorizonMeasurement = HorizonFacts | ProbeFailure

/** One Horizon, by what it leaves in Redis. When Redis does not answer, nothing is known of it. */
export const horizonProbe = defineProbe<HorizonSettings, HorizonMeasurement>({
  kind: 'horizon',
  title: 'Laravel Horizon heartbeat and queues',
  settings,
  async measure(asked, context) {
    const { host, port, members, user, password, tls, caFile, serverName } = asked
    const seeds = [{ host, port }, ...members]
    const signIn = { user, password, tls, caFile, serverName }
    const reader = await context.held(async () => new ClusterReader(signIn, seeds).held())
    const facts = await readHorizon(reader, asked, context)
    if (facts.outcome === 'failed' || asked.failedJobs === undefined) return facts
    return { ...facts, failedJobs: await countFailedJobs(asked.failedJobs, context) }
  },
  judge(measurement, asked, nowMs) {
    const name = { label: 'Horizon', value: asked.master }
    if (measurement.outcome === 'failed') return unknownFor('Redis', measurement, [name])
    return judgeHorizon(measurement, { asked, nowMs, name })
  },
})

async function readHorizon(
  reader: ClusterReader,
  asked: HorizonSettings,
  context: ProbeContext,
): Promise<HorizonMeasurement> {
  const masters = `${asked.horizonPrefix}masters`
  const heartbeat = await reader.read(masters, ['ZSCORE', masters, asked.master], context)
  if (heartbeat.outcome === 'failed') return heartbeat
  const own = `${asked.horizonPrefix}master:${asked.master}`
  const status = await reader.read(own, ['HGET', own, 'status'], context)
  if (status.outcome === 'failed') return status
  const queues: QueueDepth[] = []
  for (const name of asked.queues) {
    const depth = await readQueue(reader, { key: `${asked.queuePrefix}${name}`, name }, context)
    if ('outcome' in depth) return depth
    queues.push(depth)
  }
  return {
    outcome: 'read',
    heartbeatAtSeconds: heartbeat.value === null ? undefined : Number(heartbeat.value),
    status: status.value === null ? undefined : String(status.value),
    queues,
    failedJobs: undefined,
  }
}

async function readQueue(
  reader: ClusterReader,
  { key, name }: { readonly key: string; readonly name: string },
  context: ProbeContext,
): Promise<QueueDepth | ProbeFailure> {
  const waiting = await reader.read(key, ['LLEN', key], context)
  if (waiting.outcome === 'failed') return waiting
  const delayed = await reader.read(`${key}:delayed`, ['ZCARD', `${key}:delayed`], context)
  if (delayed.outcome === 'failed') return delayed
  const reserved = await reader.read(`${key}:reserved`, ['ZCARD', `${key}:reserved`], context)
  if (reserved.outcome === 'failed') return reserved
  return {
    name,
    waiting: Number(waiting.value),
    delayed: Number(delayed.value),
    reserved: Number(reserved.value),
  }
}

interface JudgeOptions {
  readonly asked: HorizonSettings
  readonly nowMs: number
  readonly name: EvidenceLine
}

function judgeHorizon(facts: HorizonFacts, { asked, nowMs, name }: JudgeOptions): Judgement {
  const queuedJobs = sumOf(facts.queues, 'waiting')
  const ageSeconds =
    facts.heartbeatAtSeconds === undefined
      ? undefined
      : Math.max(0, Math.round(nowMs / 1_000 - facts.heartbeatAtSeconds))
  const failedJobs = typeof facts.failedJobs === 'number' ? { failedJobs: facts.failedJobs } : {}
  const figures = {
    queuedJobs,
    delayedJobs: sumOf(facts.queues, 'delayed'),
    reservedJobs: sumOf(facts.queues, 'reserved'),
    ...(ageSeconds === undefined ? {} : { heartbeatAgeSeconds: ageSeconds }),
    ...failedJobs,
  }
  const details = { evidence: [name, ...linesOf(facts, ageSeconds)], figures }
  if (ageSeconds === undefined) return judgement('down', 'has no heartbeat', details)
  if (ageSeconds > asked.maxHeartbeatSeconds)
    return judgement('down', `no heartbeat for ${ageSeconds} s`, details)
  if (facts.status === 'paused') return judgement('degraded', 'is paused', details)
  if (queuedJobs > asked.maxQueued) return judgement('degraded', `${queuedJobs} jobs wait`, details)
  if (isTooMany(facts.failedJobs, asked.maxFailed)) {
    return judgement('degraded', `${String(facts.failedJobs)} jobs have failed`, details)
  }
  return judgement('healthy', `beats, ${queuedJobs} jobs wait`, details)
}

function isTooMany(failedJobs: HorizonFacts['failedJobs'], limit: number | undefined): boolean {
  return typeof failedJobs === 'number' && limit !== undefined && failedJobs > limit
}

function sumOf(queues: readonly QueueDepth[], part: 'waiting' | 'delayed' | 'reserved'): number {
  return queues.reduce((sum, queue) => sum + queue[part], 0)
}

function linesOf(facts: HorizonFacts, ageSeconds: number | undefined): EvidenceLine[] {
  const { failedJobs } = facts
  return [
    { label: 'Heartbeat', value: ageSeconds === undefined ? 'none' : `${ageSeconds} s ago` },
    { label: 'Status', value: facts.status ?? 'not told' },
    ...facts.queues.map(({ name, waiting, delayed, reserved }) => ({
      label: `Queue ${name}`,
      value: `${waiting} wait, ${delayed} delayed, ${reserved} at work`,
    })),
    ...(failedJobs === undefined
      ? []
      : [
          {
            label: 'Failed jobs',
            value:
              typeof failedJobs === 'number' ? String(failedJobs) : unknownReason('the database', failedJobs),
          },
        ]),
  ]
}
