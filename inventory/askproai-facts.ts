/**
 * What the specification of askproai.de says, as plain tables read off its diagrams and lists, for the test
 * that finds each of them in the inventory. Nothing here is taken from the inventory.
 */

/** `source → target` of every arrow, with the kind of its link. */
export const arrows: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  'Production Infrastructure': [
    ...[
      'customers',
      'admins',
      'staff',
      'retell-ai',
      'cal-com',
      'stripe',
      'smtp',
      'statuspage',
      'pingdom',
      'datadog',
    ].map((member) => [member, 'cloudflare', 'traffic'] as const),
    ['cloudflare', 'firewall', 'traffic'],
    ...['nginx-1', 'nginx-2', 'php-1', 'php-2', 'worker-1', 'worker-2'].map(
      (server) => ['firewall', server, 'traffic'] as const,
    ),
    ...['php-1', 'php-2', 'worker-1', 'worker-2'].flatMap((server) =>
      ['mariadb-primary', 'redis-cluster', 's3'].map((store) => [server, store, 'traffic'] as const),
    ),
  ],
  'Network Segmentation': [
    ['cloudflare', 'nginx-1', 'traffic'],
    ['cloudflare', 'nginx-2', 'traffic'],
    ['nginx-1', 'php-1', 'traffic'],
    ['nginx-2', 'php-2', 'traffic'],
    ['php-1', 'mariadb-primary', 'traffic'],
    ['php-2', 'mariadb-primary', 'traffic'],
    ['php-1', 'redis-cluster', 'traffic'],
    ['php-2', 'redis-cluster', 'traffic'],
    ['worker-1', 'mariadb-primary', 'traffic'],
    ['worker-2', 'mariadb-primary', 'traffic'],
    ['worker-1', 'redis-cluster', 'traffic'],
    ['worker-2', 'redis-cluster', 'traffic'],
    ['worker-1', 's3', 'traffic'],
    ['worker-2', 's3', 'traffic'],
    ['bastion', 'php-1', 'management'],
    ['bastion', 'php-2', 'management'],
    ['bastion', 'mariadb-primary', 'management'],
    ['bastion', 'mariadb-replica', 'management'],
    ['prometheus', 'php-1', 'metrics'],
    ['prometheus', 'php-2', 'metrics'],
    ['prometheus', 'worker-1', 'metrics'],
    ['prometheus', 'worker-2', 'metrics'],
    ['backup-server', 'mariadb-primary', 'backup'],
    ['backup-server', 'mariadb-replica', 'backup'],
    ['backup-server', 's3', 'backup'],
  ],
  'HTTP Request Flow': [
    ['customers', 'cloudflare', 'traffic'],
    ['admins', 'cloudflare', 'traffic'],
    ['staff', 'cloudflare', 'traffic'],
    ['cloudflare', 'firewall', 'traffic'],
    ['firewall', 'nginx-1', 'traffic'],
    ['firewall', 'nginx-2', 'traffic'],
    ['nginx-1', 'php-1', 'traffic'],
    ['nginx-2', 'php-2', 'traffic'],
    ['php-1', 'redis-cluster', 'traffic'],
    ['php-2', 'redis-cluster', 'traffic'],
    ['php-1', 'mariadb-primary', 'traffic'],
    ['php-2', 'mariadb-primary', 'traffic'],
  ],
  'Webhook Traffic Flow': [
    ['retell-ai', 'cloudflare', 'traffic'],
    ['stripe', 'cloudflare', 'traffic'],
    ['cloudflare', 'firewall', 'traffic'],
    ['firewall', 'nginx-1', 'traffic'],
    ['firewall', 'nginx-2', 'traffic'],
    ['nginx-1', 'php-1', 'traffic'],
    ['nginx-2', 'php-2', 'traffic'],
    ['php-1', 'redis-cluster', 'traffic'],
    ['php-2', 'redis-cluster', 'traffic'],
  ],
  'High Availability Setup': [
    ['cloudflare', 'nginx-1', 'traffic'],
    ['cloudflare', 'nginx-2', 'traffic'],
    ['nginx-1', 'php-1', 'traffic'],
    ['nginx-2', 'php-2', 'traffic'],
    ['php-1', 'mariadb-primary', 'traffic'],
    ['php-2', 'mariadb-primary', 'traffic'],
    ['php-1', 'redis-cluster', 'traffic'],
    ['php-2', 'redis-cluster', 'traffic'],
    ['worker-1', 'redis-cluster', 'traffic'],
    ['worker-2', 'redis-cluster', 'traffic'],
    ['mariadb-primary', 'mariadb-replica', 'replication'],
  ],
  'Network Monitoring Stack': [
    ['node-exporter', 'prometheus', 'metrics'],
    ['nginx-exporter', 'prometheus', 'metrics'],
    ['php-fpm-exporter', 'prometheus', 'metrics'],
    ['mysql-exporter', 'prometheus', 'metrics'],
    ['prometheus', 'alertmanager', 'metrics'],
    ['prometheus', 'grafana', 'metrics'],
    ['loki', 'grafana', 'metrics'],
    ['alertmanager', 'slack', 'traffic'],
    ['alertmanager', 'email', 'traffic'],
  ],
  'Backup Network Paths': [
    ['customers', 'cloudflare-pop-1', 'traffic'],
    ['cloudflare-pop-1', 'dc-primary', 'traffic'],
    ['customers', 'cloudflare-pop-2', 'traffic'],
    ['cloudflare-pop-2', 'dc-backup', 'traffic'],
    ['dc-primary', 'dc-backup', 'replication'],
    ['dc-primary', 's3', 'backup'],
    ['dc-backup', 's3', 'backup'],
    ['cloudflare-pop-1', 'cloudflare-pop-2', 'failover'],
  ],
}

/** What the arrows between the datacentres are made of, by the servers that the backup datacentre has. */
export const arrowsInDetail: readonly (readonly [string, string, string])[] = [
  ['mariadb-primary', 'backup-mariadb', 'replication'],
  ['backup-nginx', 'backup-php', 'traffic'],
  ['backup-server', 'backup-s3', 'backup'],
]

/** Nodes by the zone in which the specification draws them; the edge is where Cloudflare and the firewall stand. */
export const zones: Readonly<Record<string, readonly string[]>> = {
  internet: [
    ...['customers', 'admins', 'staff', 'retell-ai', 'cal-com', 'stripe', 'smtp'],
    ...['statuspage', 'pingdom', 'datadog', 'slack', 'email'],
  ],
  edge: ['cloudflare', 'firewall', 'dns'],
  dmz: ['nginx-1', 'nginx-2'],
  application: ['php-1', 'php-2', 'worker-1', 'worker-2'],
  data: ['mariadb-primary', 'mariadb-replica', 'redis-cluster', 's3', 'elasticsearch'],
  management: [
    ...['bastion', 'backup-server', 'prometheus', 'alertmanager', 'loki', 'grafana', 'mailhog'],
    ...['node-exporter', 'nginx-exporter', 'php-fpm-exporter', 'mysql-exporter'],
  ],
}

export const regions: Readonly<Record<string, readonly string[]>> = {
  'region-1': ['nginx-1', 'php-1', 'worker-1'],
  'region-2': ['nginx-2', 'php-2', 'worker-2'],
}

/** Port, class, service, note, nodes that listen. */
export const ports = [
  [443, 'external', 'HTTPS', 'SSL/TLS', ['nginx-1', 'nginx-2']],
  [80, 'external', 'HTTP', 'Redirect to HTTPS', ['nginx-1', 'nginx-2']],
  [22, 'external', 'SSH', 'OpenSSH (Key-based only)', ['bastion']],
  [9000, 'internal', 'PHP-FPM', 'FastCGI Process Manager', ['php-1', 'php-2']],
  [3306, 'internal', 'MariaDB', 'Database Server', ['mariadb-primary', 'mariadb-replica']],
  [6379, 'internal', 'Redis', 'Cache/Session/Queue', [1, 2, 3, 4, 5, 6].map((n) => `redis-${n}`)],
  [9200, 'internal', 'ElasticSearch', 'Full-text Search (Future)', ['elasticsearch']],
  [8025, 'internal', 'Mailhog', 'Local Email Testing', ['mailhog']],
  [9100, 'monitoring', 'Node Exporter', 'Prometheus Metrics', ['node-exporter']],
  [3000, 'monitoring', 'Grafana', 'Metrics Dashboard', ['grafana']],
  [9090, 'monitoring', 'Prometheus', 'Metrics Collection', ['prometheus']],
] as const

export const dnsRecords = [
  ['A', '@', '104.26.10.xxx'],
  ['A', '@', '104.26.11.xxx'],
  ['AAAA', '@', '2606:4700:xxx'],
  ['AAAA', '@', '2606:4700:yyy'],
  ['CNAME', 'www', 'askproai.de'],
  ['CNAME', 'api', 'askproai.de'],
  ['CNAME', 'admin', 'askproai.de'],
  ['MX', '@', '10 mx1.smtp.de'],
  ['MX', '@', '20 mx2.smtp.de'],
  ['TXT', '@', 'v=spf1 include:_spf.smtp.de -all'],
  ['TXT', '_dmarc', 'v=DMARC1; p=quarantine; rua=mailto:...'],
  ['TXT', 'stripe._domainkey', 'k=rsa; p=MIGfMA0GCSqGSIb3...'],
  ['CAA', '@', '0 issue "letsencrypt.org"'],
] as const

export const tlsHops = [
  {
    title: 'Client → Cloudflare',
    protocol: 'TLS 1.3',
    certificate: 'Cloudflare Universal SSL',
    encryption: 'AES-256-GCM',
  },
  { title: 'Cloudflare → Origin', protocol: 'TLS 1.2+', certificate: "Let's Encrypt", mode: 'Full (Strict)' },
  { title: 'Nginx → PHP-FPM', encryption: 'Unencrypted (Local)', isEncrypted: false },
  { title: 'PHP → Database', encryption: 'SSL/TLS', isEncrypted: true },
  { title: 'PHP → Redis', encryption: 'Unencrypted (Local)', isEncrypted: false },
] as const

export const certificateChain = [
  ['Root CA', 'DigiCert Global Root'],
  ['Intermediate CA', 'DigiCert SHA2'],
  ['Domain Certificate', '*.askproai.de'],
] as const

export const tlsSettings = [
  'TLS 1.2/1.3 Only',
  'Strong Ciphers Only',
  'HSTS Enabled',
  'OCSP Stapling',
] as const

export const trafficRules = [
  ['/api/*', 'API Servers', '100%'],
  ['/admin/*', 'App Servers', '100%'],
  ['/health', 'All Servers', 'Round Robin'],
  ['/*', 'Web Servers', '100%'],
] as const

export const alerts = {
  infrastructure: [
    ['CPU Usage > 80% for 5 minutes', 80, 300],
    ['Memory Usage > 90%', 90, undefined],
    ['Disk Usage > 85%', 85, undefined],
    ['Network Errors > 1% of traffic', 1, undefined],
  ],
  application: [
    ['Response Time > 1 second (p95)', 1, undefined],
    ['Error Rate > 1% for 5 minutes', 1, 300],
    ['Queue Depth > 1000 jobs', 1000, undefined],
    ['Failed Jobs > 10 in 5 minutes', 10, 300],
  ],
  security: [
    ['Failed SSH attempts > 5', 5, undefined],
    ['WAF blocks > 100/minute', 100, 60],
    ['Invalid API calls > 50/minute', 50, 60],
    ['Database connection failures', 0, undefined],
  ],
} as const

/** Every message of the sequence diagram in reading order: from, to, text. */
export const httpRequestMessages = [
  ['user', 'cloudflare', 'HTTPS Request'],
  ['cloudflare', 'cloudflare', 'Check WAF Rules'],
  ['cloudflare', 'cloudflare', 'Check Rate Limits'],
  ['cloudflare', 'cloudflare', 'Check Cache'],
  ['cloudflare', 'user', 'Cached Response'],
  ['cloudflare', 'firewall', 'Forward Request'],
  ['firewall', 'firewall', 'Check IP Rules'],
  ['firewall', 'nginx', 'Pass to Nginx'],
  ['nginx', 'nginx', 'SSL Termination'],
  ['nginx', 'nginx', 'Check Static File'],
  ['nginx', 'cloudflare', 'Serve File'],
  ['nginx', 'php-fpm', 'FastCGI Pass'],
  ['php-fpm', 'redis', 'Check Session'],
  ['php-fpm', 'redis', 'Check Cache'],
  ['redis', 'php-fpm', 'Return Data'],
  ['php-fpm', 'database', 'Query Database'],
  ['database', 'php-fpm', 'Return Data'],
  ['php-fpm', 'redis', 'Store in Cache'],
  ['php-fpm', 'nginx', 'Response'],
  ['nginx', 'cloudflare', 'Response'],
  ['cloudflare', 'cloudflare', 'Cache Response'],
  ['cloudflare', 'user', 'Final Response'],
] as const

export const webhookControls = [
  'Rate limit: 100/min',
  'IP Whitelist',
  'Request validation',
  'Signature verify',
] as const

/** Name, objective in words and in seconds, steps. */
export const scenarios = [
  [
    'Primary Server Failure',
    '< 5 minutes',
    300,
    [
      'Cloudflare auto-detects via health checks',
      'Traffic redirected to backup server',
      'Database promotes replica to primary',
      'Alert sent to ops team',
    ],
  ],
  [
    'Complete DC Failure',
    '< 30 minutes',
    1800,
    [
      'Cloudflare failover to secondary DC',
      'Restore from latest S3 backup',
      'Update DNS if needed',
      'Verify data consistency',
    ],
  ],
  [
    'DDoS Attack',
    'Immediate',
    0,
    [
      'Cloudflare absorbs attack',
      'Rate limiting activated',
      'Under Attack mode enabled',
      'Monitor and adjust rules',
    ],
  ],
] as const

export const sections = [
  ...['Production Infrastructure', 'Network Segmentation', 'HTTP Request Flow', 'Webhook Traffic Flow'],
  ...['Service Port Matrix', 'High Availability Setup', 'Traffic Distribution', 'Certificate Chain'],
  ...['SSL Termination Points', 'DNS Record Structure', 'Network Monitoring Stack'],
  ...['Critical Alerts Configuration', 'Backup Network Paths', 'Network Recovery Procedures'],
] as const
