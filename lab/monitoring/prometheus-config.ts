import { stringify } from 'yaml'
import { MONITORING } from '@/lab/monitoring/addresses'

export interface ScrapeOptions {
  readonly rulesFile: string
  /** The edge counts what it turned away, for the alert on WAF blocks. */
  readonly edge: string
  /** A target that cannot be there would be an alert that never ends. */
  readonly hasLoki: boolean
}

/** What Prometheus scrapes, every 5 s, and whom it tells of alerts. */
export function prometheusConfig({ rulesFile, edge, hasLoki }: ScrapeOptions): string {
  return stringify({
    global: { scrape_interval: '5s', scrape_timeout: '4s', evaluation_interval: '5s' },
    rule_files: [rulesFile],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [MONITORING.alertmanager] }] }] },
    scrape_configs: [
      ...(['prometheus', 'alertmanager', 'node-exporter', 'nginx-exporter', 'mysql-exporter'] as const).map(
        (node) => job(node, MONITORING[node]),
      ),
      ...(hasLoki ? [job('loki', MONITORING.loki)] : []),
      job('backup-server', MONITORING['backup-server']),
      job('php-fpm-exporter', MONITORING['php-fpm-exporter']),
      ...(['php-1', 'php-2'] as const).map((node) =>
        job(node, MONITORING['php-fpm-exporter'], `/metrics/${node}`),
      ),
      job('cloudflare', edge),
    ],
  })
}

function job(node: string, target: string, path = '/metrics') {
  return {
    job_name: node,
    metrics_path: path,
    static_configs: [{ targets: [target], labels: { node } }],
  }
}
