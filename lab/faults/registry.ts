import { backupMissingFault } from '@/lab/faults/backup-missing.fault'
import { certificateFaults } from '@/lab/faults/certificate.fault'
import { dnsChangedFault } from '@/lab/faults/dns-changed.fault'
import { dnsDelegationFaults } from '@/lab/faults/dns-delegation.fault'
import { dnsSecondaryBehindFault } from '@/lab/faults/dns-secondary-behind.fault'
import { edgeLoadFault } from '@/lab/faults/edge-load.fault'
import { hangFault } from '@/lab/faults/hang.fault'
import { hstsDroppedFault } from '@/lab/faults/hsts-dropped.fault'
import { killFault } from '@/lab/faults/kill.fault'
import type { LabFault } from '@/lab/faults/lab-fault'
import { portFilteredFault } from '@/lab/faults/port-filtered.fault'
import { portOpenedFault } from '@/lab/faults/port-opened.fault'
import { queueStuckFault } from '@/lab/faults/queue-stuck.fault'
import { redisMasterLostFault } from '@/lab/faults/redis-master-lost.fault'
import { refuseFault } from '@/lab/faults/refuse.fault'
import { regionLostFault } from '@/lab/faults/region-lost.fault'
import { replicaLaggingFault } from '@/lab/faults/replica-lagging.fault'
import { replicaWritableFault } from '@/lab/faults/replica-writable.fault'
import { replicationStoppedFault } from '@/lab/faults/replication-stopped.fault'
import { slowFault } from '@/lab/faults/slow.fault'
import { tlsOldFault } from '@/lab/faults/tls-old.fault'

/** Every fault. A test fails for a `*.fault.ts` file that is not listed here. */
export const labFaults: readonly LabFault[] = [
  killFault,
  hangFault,
  slowFault,
  refuseFault,
  portOpenedFault,
  portFilteredFault,
  replicationStoppedFault,
  replicaLaggingFault,
  replicaWritableFault,
  redisMasterLostFault,
  queueStuckFault,
  backupMissingFault,
  regionLostFault,
  edgeLoadFault,
  ...certificateFaults,
  tlsOldFault,
  hstsDroppedFault,
  dnsChangedFault,
  dnsSecondaryBehindFault,
  ...dnsDelegationFaults,
]
