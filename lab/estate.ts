/** Where the hosts of the estate are, as the specification has them. */
export const ADDRESS = {
  'nginx-1': '127.10.1.10',
  'nginx-2': '127.10.2.10',
  'backup-nginx': '127.10.6.10',
  'php-1': '127.10.1.20',
  'php-2': '127.10.2.20',
  'backup-php': '127.10.6.20',
  'worker-1': '127.10.1.30',
  'worker-2': '127.10.2.30',
  'mariadb-primary': '127.10.3.10',
  'mariadb-replica': '127.10.3.11',
  'backup-mariadb': '127.10.6.30',
  s3: '127.10.3.40',
  'backup-s3': '127.10.6.40',
  'backup-server': '127.10.4.40',
  'php-fpm-exporter': '127.10.4.33',
} as const

export const REDIS_ADDRESSES = [
  '127.10.3.21',
  '127.10.3.22',
  '127.10.3.23',
  '127.10.3.24',
  '127.10.3.25',
  '127.10.3.26',
] as const

export const REGION = {
  'php-1': 'region-1',
  'php-2': 'region-2',
  'backup-php': 'backup',
  'worker-1': 'region-1',
  'worker-2': 'region-2',
} as const

export const BUCKETS = ['askproai-backups', 'askproai-uploads', 'askproai-logs'] as const

/** The application that all PHP hosts run; each has its own copy and its own configuration. */
export const DATABASE_NAME = 'askproai'
