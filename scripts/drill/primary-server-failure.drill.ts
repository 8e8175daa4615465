import type { Drill } from './drill'

const node = 'mariadb-primary'

export const primaryServerFailureDrill: Drill = {
  runbook: 'primary-server-failure',
  faults: {
    kill: { inject: (world) => world.breakLab('kill', node) },
    hang: { inject: (world) => world.breakLab('hang', node) },
  },
  prepare: (world) => world.healLab(),
  detectedOn: node,
  serviceBackAt: 'reroute-application',
}
