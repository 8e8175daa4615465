export interface LeafNames {
  readonly node: string
  readonly dns: readonly string[]
  readonly ip: readonly string[]
}

const SITE = ['askproai.de', '*.askproai.de'] as const

/** Who gets a certificate, and for which names and addresses. The first name is also the common name. */
export const LEAF_NAMES: readonly LeafNames[] = [
  { node: 'cloudflare', dns: [...SITE, 'mta-sts.askproai.de'], ip: ['127.10.0.10', '127.10.0.11'] },
  { node: 'nginx-1', dns: [...SITE, 'nginx-1.askproai.de'], ip: ['127.10.1.10'] },
  { node: 'nginx-2', dns: [...SITE, 'nginx-2.askproai.de'], ip: ['127.10.2.10'] },
  { node: 'backup-nginx', dns: [...SITE, 'backup-nginx.askproai.de'], ip: ['127.10.6.10'] },
  { node: 'mariadb-primary', dns: ['mariadb-primary.askproai.de'], ip: ['127.10.3.10'] },
  { node: 'mariadb-replica', dns: ['mariadb-replica.askproai.de'], ip: ['127.10.3.11'] },
  { node: 'backup-mariadb', dns: ['backup-mariadb.askproai.de'], ip: ['127.10.6.30'] },
  { node: 'smtp', dns: ['mx1.smtp.de', 'mx2.smtp.de'], ip: ['127.10.9.13'] },
]
