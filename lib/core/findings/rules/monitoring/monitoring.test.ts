import type { RunbookPlan } from '@/lib/core/findings/other-sources'
import type { InventoryInput } from '@/lib/core/inventory/inventory'
import { makeFindingInput as given } from '@/lib/testing/finding-factory'
import { makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { testRules } from '@/lib/testing/rule-cases'
import { monitoringRules } from './registry'

type Alert = NonNullable<InventoryInput['alerts']>[number]
type Monitoring = NonNullable<InventoryInput['monitoring']>

const nodes = [makeNode('web'), makeNode('prometheus', { kind: 'metrics' })]
const links = [makeLink('web', 'prometheus', { kind: 'metrics' })]
const scrape = {
  slug: 'node',
  nodes: ['web'],
  exporter: 'node_exporter',
  intervalSeconds: 15,
  specifiedIn: ['M'],
}

function alert(parts: Partial<Alert> = {}): Alert {
  return {
    slug: 'cpu',
    category: 'infrastructure',
    stated: 'CPU > 80%',
    metric: 'CPU usage',
    comparator: '>',
    threshold: 80,
    unit: 'percent',
    severity: 'warning',
    specifiedIn: ['A'],
    ...parts,
  }
}

function estate(alerts: Alert[], monitoring?: Monitoring): Partial<InventoryInput> {
  return { nodes, links, alerts, ...(monitoring === undefined ? {} : { monitoring }) }
}

const asks = (expr: string, monitoring: Monitoring = { scrapes: [scrape] }) =>
  given(estate([alert({ expr })], monitoring))
const nginx = { scrapes: [{ ...scrape, slug: 'nginx', exporter: 'nginx-prometheus-exporter' }] }
const runbooks: readonly RunbookPlan[] = [
  { id: 'cpu', title: 'CPU', rtoSeconds: 1, targets: [], triggers: [], measured: null, steps: [] },
]
const receiver = (parts: object): Partial<InventoryInput> =>
  estate([], { receivers: [{ slug: 'hook', kind: 'webhook', specifiedIn: ['M'], ...parts }] })
const grafana = (action: 'allow' | 'deny'): Partial<InventoryInput> => ({
  nodes: [...nodes, makeNode('fw', { kind: 'firewall' })],
  links,
  ports: [
    { slug: 'p', port: 3000, class: 'monitoring', service: 'Grafana', targets: ['web'], specifiedIn: ['P'] },
  ],
  firewallRules: [{ slug: 'r', node: 'fw', action, port: 3000, specifiedIn: ['F'] }],
})
const counted = 'rate(node_network_receive_errs_total[5m])'

testRules(monitoringRules, {
  'MON-001': { fires: [asks('rate(up[5m')], holds: [asks('up == 0')], needs: [given(estate([alert()]))] },
  'MON-002': {
    fires: [
      asks('phpfpm_max_children_reached_total > 0'),
      asks('nginx_http_requests_total{status="500"} > 1', nginx),
    ],
    holds: [asks('node_load1 > 1'), asks('nginx_http_requests_total > 1', nginx)],
    needs: [
      given(estate([alert({ expr: 'up == 0' })])),
      // What nobody has named may export it.
      asks('app_jobs > 1', {
        scrapes: [scrape, { ...scrape, slug: 'app', exporter: undefined, nodes: ['app'] }],
      }),
    ],
  },
  'MON-003': {
    fires: [given(estate([alert()])), given(estate([alert({ runbook: 'gone' })]), [], { runbooks })],
    holds: [given(estate([alert({ runbook: 'cpu' })]), [], { runbooks })],
  },
  'MON-004': { fires: [given(estate([alert({ severity: 'sev-1' })]))], holds: [given(estate([alert()]))] },
  'MON-005': {
    fires: [asks('rate(node_load1[1m])', { scrapes: [{ ...scrape, intervalSeconds: 60 }] })],
    holds: [asks('rate(node_load1[1m])')],
    needs: [given(estate([alert({ expr: 'up == 0' })]))],
  },
  'MON-006': {
    fires: [asks('rate(app_horizon_failed_jobs[5m]) > 1')],
    holds: [asks('delta(app_horizon_failed_jobs[5m]) > 1')],
  },
  'MON-007': {
    fires: [asks(`${counted} / rate(node_network_receive_packets_total[5m]) > 0.01`)],
    holds: [
      asks(
        `${counted} / rate(node_network_receive_packets_total[5m]) > 0.01 and rate(node_network_receive_packets_total[5m]) > 0`,
      ),
    ],
  },
  'MON-008': {
    fires: [
      given(
        estate([alert({ expr: 'up > 1' }), alert({ slug: 'twin', expr: 'up > 2', severity: 'critical' })]),
      ),
    ],
    holds: [
      given(estate([alert({ expr: 'up > 1' }), alert({ slug: 'other', expr: 'node_load1 > 2' })])),
      given(
        estate([alert({ expr: 'up > 1' }), alert({ slug: 'twin', expr: 'up > 2', severity: 'critical' })], {
          inhibitions: [{ source: 'critical', target: 'warning' }],
        }),
      ),
    ],
  },
  'MON-009': { fires: [given({ nodes, links: [], alerts: [alert()] })], holds: [given(estate([alert()]))] },
  'MON-010': { fires: [asks('up{job="gone"} == 0')], holds: [asks('up{job="node"} == 0')] },
  'MON-011': { fires: [asks('up == 0')], holds: [asks('vector(1)'), asks('absent(up)')] },
  'MON-012': {
    fires: [given(estate([alert(), alert({ slug: 'twin', threshold: 90 })]))],
    holds: [given(estate([alert(), alert({ slug: 'worse', threshold: 90, severity: 'critical' })]))],
  },
  'MON-013': {
    fires: [
      given(receiver({ sendsResolved: false })),
      given(receiver({ sendsResolved: true, isAuthenticated: false })),
    ],
    holds: [given(receiver({ sendsResolved: true, isAuthenticated: true }))],
    needs: [given(receiver({}))],
  },
  'MON-014': {
    fires: [given(grafana('allow')), given(receiver({ isExternal: true }))],
    holds: [given(grafana('deny')), given(receiver({ isExternal: true, isAuthenticated: true }))],
  },
})
