import { type DnsRecord, EdgeState, edgeId, type Pool } from '@/lab/cloudflare/state'
import { ASKPROAI_RECORDS } from '@/lab/dns/records'

export interface OriginAddress {
  readonly name: string
  readonly address: string
  readonly port: number
}

const ZONE = 'askproai.de'
const PROXIABLE = new Set(['A', 'AAAA', 'CNAME'])

/**
 * The edge as the specification declares it: half the visitors to each region, sticky by client address, the
 * backup datacentre behind both, /health checked every 10 s, webhooks limited to 100 a minute.
 */
export function initialState(
  origins: Record<'region-1' | 'region-2' | 'backup', OriginAddress>,
  at: Date,
): EdgeState {
  const now = at.toISOString()
  const stamps = { created_on: now, modified_on: now }
  const monitor = edgeId('monitor /health')
  const pool = (name: string, origin: OriginAddress): Pool => ({
    id: edgeId(`pool ${name}`),
    name,
    description: '',
    enabled: true,
    minimum_origins: 1,
    monitor,
    origins: [{ ...origin, enabled: true, weight: 1 }],
    ...stamps,
  })
  const regionOne = pool('region-1', origins['region-1'])
  const regionTwo = pool('region-2', origins['region-2'])
  const backup = pool('backup-dc', origins.backup)
  return EdgeState.parse({
    account: { id: edgeId('account askproai'), name: 'AskProAI' },
    zone: { id: edgeId(`zone ${ZONE}`), name: ZONE, ...stamps },
    settings: {
      security_level: { value: 'medium', modified_on: null },
      always_use_https: { value: 'on', modified_on: null },
      ssl: { value: 'strict', modified_on: null },
      min_tls_version: { value: '1.3', modified_on: null },
    },
    monitors: [
      {
        id: monitor,
        type: 'https',
        description: 'health of an origin',
        path: '/health',
        header: { Host: [ZONE] },
        interval: 10,
        timeout: 5,
        consecutive_down: 3,
        consecutive_up: 1,
        ...stamps,
      },
    ],
    pools: [regionOne, regionTwo, backup],
    loadBalancers: [
      {
        id: edgeId(`load balancer ${ZONE}`),
        name: ZONE,
        description: 'active-active, half to each region',
        default_pools: [regionOne.id, regionTwo.id],
        fallback_pool: backup.id,
        steering_policy: 'random',
        random_steering: { default_weight: 0.5, pool_weights: { [regionOne.id]: 0.5, [regionTwo.id]: 0.5 } },
        session_affinity: 'ip_cookie',
        rules: [
          {
            name: 'health goes round',
            condition: 'http.request.uri.path eq "/health"',
            overrides: { session_affinity: 'none' },
          },
        ],
        ...stamps,
      },
    ],
    rulesets: [webhookLimit(now), webhooksUnchallenged(now)],
    dnsRecords: initialRecords(now),
  })
}

function webhookLimit(now: string) {
  return {
    id: edgeId('ruleset http_ratelimit'),
    name: 'default',
    kind: 'zone',
    phase: 'http_ratelimit',
    version: '1',
    last_updated: now,
    rules: [
      {
        id: edgeId('rule webhook-limit'),
        ref: 'webhook-limit',
        version: '1',
        description: 'webhooks: 100 a minute',
        action: 'block',
        expression: 'starts_with(http.request.uri.path, "/api/webhook")',
        ratelimit: {
          characteristics: ['ip.src', 'cf.colo.id'],
          period: 60,
          requests_per_period: 100,
          mitigation_timeout: 60,
        },
        last_updated: now,
      },
    ],
  }
}

/** Machines that post webhooks cannot pass a challenge, so Under Attack leaves them out. */
function webhooksUnchallenged(now: string) {
  return {
    id: edgeId('ruleset http_config_settings'),
    name: 'default',
    kind: 'zone',
    phase: 'http_config_settings',
    version: '1',
    last_updated: now,
    rules: [
      {
        id: edgeId('rule webhooks-unchallenged'),
        ref: 'webhooks-unchallenged',
        version: '1',
        description: 'webhooks and health checks are never challenged',
        action: 'set_config',
        expression:
          'starts_with(http.request.uri.path, "/api/webhook") or http.request.uri.path eq "/health"',
        action_parameters: { security_level: 'essentially_off' },
        last_updated: now,
      },
    ],
  }
}

function initialRecords(now: string): Partial<DnsRecord>[] {
  return ASKPROAI_RECORDS.map((record) => ({
    id: edgeId(`record ${record.name} ${record.type} ${record.content}`),
    name: record.name,
    type: record.type,
    content: record.content,
    ttl: record.isProxied ? 1 : 300,
    proxied: record.isProxied,
    proxiable: PROXIABLE.has(record.type),
    ...(record.priority === undefined ? {} : { priority: record.priority }),
    created_on: now,
    modified_on: now,
  }))
}
