import { sqlOf } from '@/lib/testing/backup-lab'
import type { Drill } from './drill'
import { bringIntoPosition } from './starting-position'

const node = 'mariadb-primary'

/** Region 1 and the data zone die at once; without the replica the data comes back from S3. */
export const datacentreFailureDrill: Drill = {
  runbook: 'datacentre-failure',
  faults: {
    replica: { inject: (world) => world.breakLab('region-lost'), parameters: { failed: node } },
    'no-replica': {
      // What it replicated is of no use: its replication stopped and its data is gone.
      async weaken() {
        await sqlOf('target', [
          'STOP ALL SLAVES',
          'RESET SLAVE ALL',
          'SET SESSION sql_log_bin = 0',
          'DROP DATABASE askproai',
        ])
      },
      inject: (world) => world.breakLab('region-lost'),
      parameters: { failed: node, database: 'restore' },
    },
  },
  prepare: (world) => bringIntoPosition(world),
  detectedOn: node,
  serviceBackAt: 'reroute-application',
}
