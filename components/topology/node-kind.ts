import type { NodeKind } from '@/lib/core/inventory/node'

/** The word for each kind. */
export const kindWords: Readonly<Record<NodeKind, string>> = {
  actor: 'People',
  'external-service': 'External service',
  edge: 'Edge',
  firewall: 'Firewall',
  'load-balancer': 'Load balancer',
  'web-server': 'Web server',
  application: 'Application',
  worker: 'Worker',
  database: 'Database',
  cache: 'Cache',
  'object-storage': 'Object storage',
  search: 'Search',
  bastion: 'Bastion host',
  backup: 'Backup',
  metrics: 'Metrics',
  alerting: 'Alerting',
  logs: 'Logs',
  dashboard: 'Dashboard',
  exporter: 'Exporter',
  mail: 'Mail',
  notification: 'Alert channel',
  dns: 'DNS',
  datacentre: 'Datacentre',
  cluster: 'Cluster',
}
