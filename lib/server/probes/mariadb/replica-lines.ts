import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { ReplicaStatus } from './server-state'

export function replicaLines(replica: ReplicaStatus): EvidenceLine[] {
  const lines = [
    { label: 'Replicates from', value: `${replica.primaryHost}:${replica.primaryPort}` },
    { label: 'Threads', value: `IO ${replica.ioThread}, SQL ${replica.sqlThread}` },
    { label: 'Received', value: replica.receivedGtid || 'nothing' },
  ]
  const { ioError, sqlError } = replica
  if (ioError) lines.push({ label: `IO error ${ioError.number}`, value: ioError.message })
  if (sqlError) lines.push({ label: `SQL error ${sqlError.number}`, value: sqlError.message })
  return lines
}
