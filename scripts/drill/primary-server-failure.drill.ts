import type { Drill } from './drill'
import { bringIntoPosition } from './starting-position'

const node = 'mariadb-primary'
/** As people start it from the node that is down: what a worker found before it broke may be old. */
const parameters = { failed: node }

export const primaryServerFailureDrill: Drill = {
  runbook: 'primary-server-failure',
  faults: {
    kill: { inject: (world) => world.breakLab('kill', node), parameters },
    hang: { inject: (world) => world.breakLab('hang', node), parameters },
  },
  prepare: (world) => bringIntoPosition(world),
  detectedOn: node,
  serviceBackAt: 'reroute-application',
}
