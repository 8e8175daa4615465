/** What each exporter exports, by the beginning of its metrics' names; from their sources, read 2026-11-23. */
interface ExporterMetrics {
  readonly metrics: RegExp
  /** Labels that a metric has not, though people ask for them. */
  readonly lacks?: readonly { readonly metric: string; readonly label: string; readonly why: string }[]
}

export const exporters: ReadonlyMap<string, ExporterMetrics> = new Map([
  ['node_exporter', { metrics: /^node_/ }],
  [
    'nginx-prometheus-exporter',
    {
      metrics: /^(nginx_up|nginx_connections_\w+|nginx_http_requests_total|nginxexporter_\w+)$/,
      lacks: [
        {
          metric: 'nginx_http_requests_total',
          label: 'status',
          why: 'stub_status counts requests without their status',
        },
      ],
    },
  ],
  [
    'hipages/php-fpm_exporter',
    {
      metrics:
        /^phpfpm_(up|scrape_failures|start_since|accepted_connections|listen_queue|max_listen_queue|listen_queue_length|idle_processes|active_processes|total_processes|max_active_processes|max_children_reached|slow_requests|process_\w+)$/,
    },
  ],
  ['mysqld_exporter', { metrics: /^(mysql_|mysqld_exporter_)/ }],
  ['redis_exporter', { metrics: /^redis_/ }],
  ['blackbox_exporter', { metrics: /^probe_/ }],
  ['lablabs/cloudflare-exporter', { metrics: /^cloudflare_/ }],
  ['laravel-horizon-exporter', { metrics: /^\w+_horizon_/ }],
  ['fail2ban-exporter', { metrics: /^f2b_/ }],
])

/** Made by Prometheus itself, whatever is scraped. */
export const ownMetrics =
  /^(up|scrape_\w+|ALERTS|ALERTS_FOR_STATE|prometheus_\w+|alertmanager_\w+|go_\w+|process_\w+)$/

/** Gauges that people take for counters. */
export const gauges =
  /(_horizon_failed_jobs|^f2b_jail_failed_total|_current|_bytes$|^phpfpm_(listen_queue|idle_processes|active_processes))/

export const knownSeverities: readonly string[] = ['critical', 'warning', 'info', 'none']
