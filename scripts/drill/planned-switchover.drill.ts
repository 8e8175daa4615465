import { setTimeout as pause } from 'node:timers/promises'
import { areAllFollowing, whoLeads } from './cluster'
import type { Drill, DrillFault, DrillWorld } from './drill'
import { bringIntoPosition } from './starting-position'

const runbook = 'planned-switchover'

/** From whoever leads to the other one of the primary datacentre. */
export const plannedSwitchoverDrill: Drill = {
  runbook,
  faults: {
    'to-replica': handOver('mariadb-replica', 'mariadb-primary'),
    'to-primary': handOver('mariadb-primary', 'mariadb-replica'),
  },
  async prepare(world) {
    const leader = await whoLeads().catch(() => undefined)
    if (leader !== undefined && (await areAllFollowing())) return
    await bringIntoPosition(world)
  },
  serviceBackAt: 'reroute-application',
}

/** Who leads already cannot be handed the lead: then the other one is given it first. */
function handOver(to: string, other: string): DrillFault {
  return {
    parameters: { to },
    inject: () => Promise.resolve(),
    async prepare(world: DrillWorld) {
      if ((await whoLeads()) !== to) return
      world.log(`${to} leads already: ${other} is given the lead first`)
      await world.run(runbook, { to: other })
      await untilAllFollow()
    },
  }
}

async function untilAllFollow(): Promise<void> {
  while (!(await areAllFollowing())) await pause(200)
}
