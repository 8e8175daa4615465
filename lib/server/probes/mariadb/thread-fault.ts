import type { ReplicaStatus } from './server-state'

/** What is wrong with the threads of a replica, worst first. */
export function threadFault(replica: ReplicaStatus): string | undefined {
  const primary = `${replica.primaryHost}:${replica.primaryPort}`
  if (replica.sqlThread !== 'running') {
    const { sqlError } = replica
    return sqlError
      ? `replication stopped with error ${sqlError.number}`
      : 'replication stopped: nothing is applied'
  }
  if (replica.ioThread === 'connecting') return `cannot reach its primary ${primary}`
  if (replica.ioThread === 'stopped') {
    const { ioError } = replica
    return ioError
      ? `receives nothing: error ${ioError.number}`
      : 'receives nothing: its IO thread is stopped'
  }
  return undefined
}
