import { setTimeout as pause } from 'node:timers/promises'
import { areAllFollowing, whoLeads } from './cluster'
import type { Drill } from './drill'

/** From whoever leads to the other one of the primary datacentre. */
export const plannedSwitchoverDrill: Drill = {
  runbook: 'planned-switchover',
  faults: {
    'to-replica': { inject: () => Promise.resolve(), parameters: { to: 'mariadb-replica' } },
    'to-primary': { inject: () => Promise.resolve(), parameters: { to: 'mariadb-primary' } },
  },
  async prepare(world) {
    const leader = await whoLeads().catch(() => undefined)
    if (leader !== undefined && (await areAllFollowing())) return
    await world.healLab()
    while (!(await areAllFollowing())) await pause(200)
  },
  serviceBackAt: 'reroute-application',
}
