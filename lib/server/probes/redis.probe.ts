import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { failureReason, judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement, unknownBecause } from './judgement'
import { redisAccessFields } from './redis/access'
import { numberOf, parseInfo, type RedisInfo } from './redis/info'
import { describeRedisError, isRedisAccountFault, openRedis } from './redis/session'
import { unaskedEncryption } from './unasked-encryption'
import { useHeldSession } from './wire/held-session'

/** From this share of `maxmemory` on, keys are about to be evicted or writes refused. */
const FULL_SHARE = 0.9

const settings = z.strictObject({
  ...redisAccessFields,
  role: z
    .enum(['master', 'replica'])
    .optional()
    .meta({ description: 'Role that it must have; left out where a cluster changes it by itself.' }),
})
type RedisSettings = z.infer<typeof settings>

interface RedisFacts {
  readonly outcome: 'read'
  readonly ping: string
  readonly info: RedisInfo
  readonly answerMs: number
}
type RedisMeasurement = RedisFacts | ProbeFailure

/** One server. What the cluster as a whole can do is asked by `redis-cluster`. */
export const redisProbe = defineProbe<RedisSettings, RedisMeasurement>({
  kind: 'redis',
  title: 'Redis server',
  settings,
  measure: (access, context) =>
    useHeldSession({
      context,
      open: () => openRedis(access, context),
      async work(session) {
        const startedMs = performance.now()
        const ping = String(await session.call('PING'))
        const answerMs = performance.now() - startedMs
        return { outcome: 'read' as const, ping, info: parseInfo(await session.call('INFO')), answerMs }
      },
      describe: describeRedisError,
    }),
  judge(measurement, asked) {
    const verdict = judgeMeasurement(measurement, asked)
    const facts =
      measurement.outcome === 'failed'
        ? unaskedEncryption(spokenAt(asked), measurement)
        : [encryptionOf(asked)]
    return facts === undefined ? verdict : { ...verdict, facts }
  },
})

function judgeMeasurement(measurement: RedisMeasurement, asked: RedisSettings): Judgement {
  const address = { label: 'Address', value: `${asked.host}:${asked.port}` }
  if (measurement.outcome === 'failed') {
    if (isRedisAccountFault(measurement)) return unknownBecause(failureReason(measurement), [address])
    if (measurement.code === 'LOADING')
      return judgement('degraded', failureReason(measurement), { evidence: [address] })
    return judgeFailure(measurement, [address])
  }
  const { info, answerMs } = measurement
  const evidence = [address, ...linesOf(info)]
  const figures = {
    answerMs: tenths(answerMs),
    connectedClients: numberOf(info, 'connected_clients'),
    usedMemoryBytes: numberOf(info, 'used_memory'),
    commandsPerSecond: numberOf(info, 'instantaneous_ops_per_sec'),
  }
  return { ...judgeFacts(measurement, asked), evidence, figures }
}

/** One port of Redis speaks either TLS or clear text (`tls-port`, `port`), so our own session tells for all. */
function encryptionOf(asked: RedisSettings): FactDraft {
  const { tls } = asked
  const said = tls ? 'over TLS, by a certificate that was verified' : 'in clear'
  const evidence = [`PING was answered ${said}; a port of Redis speaks one or the other to all`]
  const state = tls ? 'encrypted' : 'clear'
  return { kind: 'encryption', ...spokenAt(asked), state, failure: null, evidence }
}

function spokenAt({ host, port }: RedisSettings) {
  return { host, port, spoken: 'Redis', account: null } as const
}

function judgeFacts({ ping, info, answerMs }: RedisFacts, asked: RedisSettings): Judgement {
  const role = roleOf(info)
  if (ping !== 'PONG') return judgement('down', 'does not answer PING with PONG')
  if (numberOf(info, 'loading') === 1) return judgement('degraded', 'is loading its data')
  if (asked.role !== undefined && asked.role !== role)
    return judgement('degraded', `is ${role}, declared ${asked.role}`)
  if (role === 'replica' && info.get('master_link_status') === 'down') {
    return judgement('degraded', `has lost its master ${masterOf(info)}`)
  }
  if (info.get('rdb_last_bgsave_status') === 'err' || info.get('aof_last_write_status') === 'err') {
    return judgement('degraded', 'could not write its data to disk')
  }
  const limit = numberOf(info, 'maxmemory')
  if (limit > 0 && numberOf(info, 'used_memory') > limit * FULL_SHARE) {
    return judgement(
      'degraded',
      `uses ${Math.round((numberOf(info, 'used_memory') / limit) * 100)} % of its memory`,
    )
  }
  return judgement('healthy', `${role}, answers in ${milliseconds(answerMs)}`)
}

function roleOf(info: RedisInfo): 'master' | 'replica' {
  return info.get('role') === 'slave' ? 'replica' : 'master'
}

function masterOf(info: RedisInfo): string {
  return `${info.get('master_host') ?? ''}:${info.get('master_port') ?? ''}`
}

function linesOf(info: RedisInfo): EvidenceLine[] {
  const role = roleOf(info)
  const link = `replica of ${masterOf(info)}, link ${info.get('master_link_status') ?? 'unknown'}`
  return [
    {
      label: 'Server',
      value: `Redis ${info.get('redis_version') ?? ''}, up for ${numberOf(info, 'uptime_in_seconds')} s`,
    },
    {
      label: 'Role',
      value: role === 'master' ? `master of ${numberOf(info, 'connected_slaves')} replicas` : link,
    },
    { label: 'Memory', value: info.get('used_memory_human') ?? '' },
    { label: 'Clients', value: String(numberOf(info, 'connected_clients')) },
  ]
}
