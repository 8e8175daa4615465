import { createHash } from 'node:crypto'
import { z } from 'zod'

const Origin = z.object({
  name: z.string(),
  address: z.string(),
  port: z.int().optional(),
  enabled: z.boolean().default(true),
  weight: z.number().min(0).max(1).default(1),
})

export const Pool = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().default(''),
  enabled: z.boolean().default(true),
  minimum_origins: z.int().min(0).default(1),
  monitor: z.string().optional(),
  origins: z.array(Origin),
  created_on: z.string(),
  modified_on: z.string(),
})

export const Monitor = z.object({
  id: z.string(),
  type: z.enum(['http', 'https']).default('https'),
  description: z.string().default(''),
  method: z.string().default('GET'),
  path: z.string().default('/'),
  port: z.int().nullable().optional(),
  header: z.record(z.string(), z.array(z.string())).default({}),
  expected_codes: z.string().default('200'),
  interval: z.int().min(1).default(60),
  timeout: z.int().min(1).default(5),
  retries: z.int().min(0).default(0),
  consecutive_down: z.int().min(0).default(0),
  consecutive_up: z.int().min(0).default(0),
  follow_redirects: z.boolean().default(false),
  allow_insecure: z.boolean().default(false),
  created_on: z.string(),
  modified_on: z.string(),
})

const SessionAffinity = z.enum(['none', 'cookie', 'ip_cookie'])

const LoadBalancerRule = z.object({
  name: z.string(),
  condition: z.string(),
  disabled: z.boolean().default(false),
  overrides: z.object({ session_affinity: SessionAffinity.optional() }).default({}),
})

export const LoadBalancer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().default(''),
  enabled: z.boolean().default(true),
  proxied: z.boolean().default(true),
  ttl: z.int().optional(),
  default_pools: z.array(z.string()).min(1),
  fallback_pool: z.string(),
  steering_policy: z.enum(['off', 'random']).default('off'),
  random_steering: z
    .object({
      default_weight: z.number().min(0).max(1).default(1),
      pool_weights: z.record(z.string(), z.number().min(0).max(1)).default({}),
    })
    .default({ default_weight: 1, pool_weights: {} }),
  session_affinity: SessionAffinity.default('none'),
  session_affinity_ttl: z.int().default(82_800),
  rules: z.array(LoadBalancerRule).default([]),
  created_on: z.string(),
  modified_on: z.string(),
})

export const Ratelimit = z.object({
  characteristics: z.array(z.string()).min(1),
  period: z.union([10, 60, 120, 300, 600, 3600, 86400].map((seconds) => z.literal(seconds))),
  requests_per_period: z.int().min(1),
  mitigation_timeout: z.int().min(0),
})

export const Rule = z.object({
  id: z.string(),
  ref: z.string(),
  version: z.string(),
  action: z.enum(['block', 'managed_challenge', 'skip', 'set_config', 'log']),
  expression: z.string(),
  description: z.string().default(''),
  enabled: z.boolean().default(true),
  ratelimit: Ratelimit.optional(),
  action_parameters: z.record(z.string(), z.unknown()).optional(),
  last_updated: z.string(),
})

export const PHASES = ['http_config_settings', 'http_request_firewall_custom', 'http_ratelimit'] as const

export const Ruleset = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().default(''),
  kind: z.literal('zone'),
  phase: z.enum(PHASES),
  version: z.string(),
  rules: z.array(Rule),
  last_updated: z.string(),
})

export const DnsRecord = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  content: z.string(),
  ttl: z.int().min(1),
  proxied: z.boolean(),
  proxiable: z.boolean(),
  priority: z.int().optional(),
  comment: z.string().nullable().default(null),
  tags: z.array(z.string()).default([]),
  settings: z.record(z.string(), z.unknown()).default({}),
  meta: z.record(z.string(), z.unknown()).default({}),
  created_on: z.string(),
  modified_on: z.string(),
})

/** The older way to give some addresses a setting of their own; the lab has the part that overrides levels. */
export const PageRule = z.object({
  id: z.string(),
  status: z.enum(['active', 'disabled']),
  priority: z.int(),
  targets: z.array(
    z.object({
      target: z.literal('url'),
      constraint: z.object({ operator: z.literal('matches'), value: z.string() }),
    }),
  ),
  actions: z.array(z.object({ id: z.string(), value: z.unknown().optional() })),
})

const Setting = z.object({ value: z.string(), modified_on: z.string().nullable() })

/** Everything that the API can change; what the health checks saw is not part of it. */
export const EdgeState = z.object({
  account: z.object({ id: z.string(), name: z.string() }),
  zone: z.object({ id: z.string(), name: z.string(), created_on: z.string(), modified_on: z.string() }),
  settings: z.record(z.string(), Setting),
  pools: z.array(Pool),
  monitors: z.array(Monitor),
  loadBalancers: z.array(LoadBalancer),
  rulesets: z.array(Ruleset),
  dnsRecords: z.array(DnsRecord),
  pageRules: z.array(PageRule).default([]),
})

export type EdgeState = z.infer<typeof EdgeState>
export type Pool = z.infer<typeof Pool>
export type Monitor = z.infer<typeof Monitor>
export type LoadBalancer = z.infer<typeof LoadBalancer>
export type Rule = z.infer<typeof Rule>
export type Ruleset = z.infer<typeof Ruleset>
export type RulesetPhase = Ruleset['phase']
export type DnsRecord = z.infer<typeof DnsRecord>

/** 32 hexadecimal digits like the real ids, but the same on every lab, so that it can be declared. */
export function edgeId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32)
}
