import type { Drill } from './drill'
import { bringIntoPosition } from './starting-position'

const node = 'mariadb-primary'

export const primaryServerFailureDrill: Drill = {
  runbook: 'primary-server-failure',
  faults: {
    kill: { inject: (world) => world.breakLab('kill', node) },
    hang: { inject: (world) => world.breakLab('hang', node) },
  },
  prepare: (world) => bringIntoPosition(world),
  detectedOn: node,
  serviceBackAt: 'reroute-application',
}
