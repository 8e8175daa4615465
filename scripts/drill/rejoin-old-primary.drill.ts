import { whoLeads } from './cluster'
import type { Drill } from './drill'

const node = 'mariadb-primary'

/** Practised after a failover: without one, one is made first. */
export const rejoinOldPrimaryDrill: Drill = {
  runbook: 'rejoin-old-primary',
  faults: { none: { inject: () => Promise.resolve() } },
  async prepare(world) {
    if ((await whoLeads()) !== node) return
    world.log('the primary leads; a failover is made first')
    await world.breakLab('kill', node)
    await world.run('primary-server-failure')
  },
  serviceBackAt: 'compare',
}
