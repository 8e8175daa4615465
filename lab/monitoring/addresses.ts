/** The hosts of the monitoring stack; each its own node. */
export const MONITORING = {
  prometheus: '127.10.4.20:9090',
  alertmanager: '127.10.4.21:9093',
  loki: '127.10.4.22:3100',
  'node-exporter': '127.10.4.31:9100',
  'nginx-exporter': '127.10.4.32:9113',
  'php-fpm-exporter': '127.10.4.33:9253',
  'mysql-exporter': '127.10.4.34:9104',
  'backup-server': '127.10.4.40:9102',
} as const

export function hostOf(endpoint: string): string {
  return endpoint.split(':')[0] ?? endpoint
}

export function portOf(endpoint: string): number {
  return Number(endpoint.split(':')[1])
}
