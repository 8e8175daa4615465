import { ADDRESS } from '@/lab/estate'
import type { MariadbHost } from '@/lab/mariadb/server-files'

export const PRIMARY: MariadbHost = {
  node: 'mariadb-primary',
  address: ADDRESS['mariadb-primary'],
  serverId: 10,
}

export const REPLICAS: readonly MariadbHost[] = [
  { node: 'mariadb-replica', address: ADDRESS['mariadb-replica'], serverId: 11 },
  { node: 'backup-mariadb', address: ADDRESS['backup-mariadb'], serverId: 30 },
]

export const MARIADB_HOSTS: readonly MariadbHost[] = [PRIMARY, ...REPLICAS]
