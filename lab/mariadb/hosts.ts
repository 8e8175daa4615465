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

export function hostOf(node: string): MariadbHost {
  const host = MARIADB_HOSTS.find((each) => each.node === node)
  if (!host) throw new Error(`${node} is no MariaDB host`)
  return host
}
