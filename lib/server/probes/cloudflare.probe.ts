import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'
import { type CloudflareFacts, type CloudflarePool, readCloudflare } from './cloudflare/api'
import { unknownFor } from './dependency'
import { milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement, unknownBecause } from './judgement'
import { hostSchema, portSchema, schemeSchema, trustFields } from './settings'

const settings = z.strictObject({
  host: hostSchema.default('api.cloudflare.com'),
  port: portSchema.default(443),
  scheme: schemeSchema.default('https'),
  basePath: z
    .string()
    .regex(/^\/[\x21-\x7e]*[^/]$/)
    .default('/client/v4'),
  zone: z.string().min(1).meta({ description: 'Name of the zone.' }),
  token: secretReferenceSchema.meta({ description: 'Reference to an API token that may read the zone.' }),
  ...trustFields,
})
type CloudflareSettings = z.infer<typeof settings>
type CloudflareMeasurement = CloudflareFacts | ProbeFailure

/** What Cloudflare's API says of the zone. The API is not the edge: its silence tells nothing of that. */
export const cloudflareProbe = defineProbe<CloudflareSettings, CloudflareMeasurement>({
  kind: 'cloudflare',
  title: 'Cloudflare zone, security level and pools',
  settings,
  measure({ host, port, scheme, basePath, zone, token, caFile, serverName }, context) {
    const target = { host, port, scheme, path: basePath, bearerToken: token, caFile, serverName }
    return readCloudflare(target, zone, context)
  },
  judge(measurement, asked) {
    const api = { label: 'API', value: `${asked.host}:${asked.port}, zone ${asked.zone}` }
    if (measurement.outcome === 'read')
      return { ...judgeFacts(measurement, api), facts: [edgeFact(measurement)] }
    if (measurement.code === 'HTTP_401' || measurement.code === 'HTTP_403') {
      return unknownBecause('the probe may not read the zone: its token is refused', [api])
    }
    return unknownFor('the API', measurement, [api])
  },
})

function edgeFact(facts: CloudflareFacts): FactDraft {
  return {
    kind: 'edge',
    securityLevel: facts.securityLevel,
    sslMode: facts.sslMode,
    alwaysUseHttps: facts.alwaysUseHttps,
    pools: facts.pools.map((pool) => ({ name: pool.name, isEnabled: isOn(pool), weight: null })),
    rateLimits: facts.rateLimits.map(({ description, expression, enabled }) => ({
      description,
      expression,
      isEnabled: enabled,
    })),
  }
}

function judgeFacts(facts: CloudflareFacts, api: EvidenceLine): Judgement {
  const pools = new Map(facts.pools.map((pool) => [pool.id, pool]))
  const serving = facts.balancers.flatMap(({ default_pools }) =>
    default_pools.flatMap((id) => pools.get(id) ?? []),
  )
  const off = serving.filter((pool) => !isOn(pool))
  const evidence = [api, ...linesOf(facts, serving)]
  const figures = {
    responseMs: tenths(facts.responseMs),
    poolsOn: serving.length - off.length,
    pools: serving.length,
  }
  const details = { evidence, figures }
  if (facts.isPaused) return judgement('degraded', 'the zone is paused: nothing is protected', details)
  if (facts.zoneStatus !== 'active') return judgement('degraded', `the zone is ${facts.zoneStatus}`, details)
  const idle = facts.balancers.find((balancer) => !balancer.enabled)
  if (idle) return judgement('degraded', `the load balancer ${idle.name} is switched off`, details)
  const [first] = off
  if (first) return judgement('degraded', `${off.map(({ name }) => name).join(', ')} switched off`, details)
  const mode =
    facts.securityLevel === 'under_attack' ? 'Under Attack mode is on' : `security ${facts.securityLevel}`
  return judgement('healthy', `${mode}, ${serving.length} pools serve`, details)
}

function isOn(pool: CloudflarePool): boolean {
  return pool.enabled && pool.origins.some((origin) => origin.enabled)
}

function linesOf(facts: CloudflareFacts, serving: readonly CloudflarePool[]): EvidenceLine[] {
  return [
    { label: 'Zone', value: facts.isPaused ? 'paused' : facts.zoneStatus },
    { label: 'Security level', value: facts.securityLevel },
    ...serving.map((pool) => ({ label: `Pool ${pool.name}`, value: isOn(pool) ? 'serves' : 'switched off' })),
    { label: 'Read in', value: milliseconds(facts.responseMs) },
  ]
}
