import { datacentreFailureDrill } from './datacentre-failure.drill'
import { ddosAttackDrill } from './ddos-attack.drill'
import type { Drill } from './drill'
import { failBackDatacentreDrill } from './fail-back-datacentre.drill'
import { leaveUnderAttackModeDrill } from './leave-under-attack-mode.drill'
import { plannedSwitchoverDrill } from './planned-switchover.drill'
import { primaryServerFailureDrill } from './primary-server-failure.drill'
import { rejoinOldPrimaryDrill } from './rejoin-old-primary.drill'

/** Every drill. A test fails for a `*.drill.ts` file that is not listed here. */
export const drills: readonly Drill[] = [
  primaryServerFailureDrill,
  rejoinOldPrimaryDrill,
  plannedSwitchoverDrill,
  datacentreFailureDrill,
  failBackDatacentreDrill,
  ddosAttackDrill,
  leaveUnderAttackModeDrill,
]
