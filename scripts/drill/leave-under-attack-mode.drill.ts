import { watchWayOut } from './challenge-watch'
import type { Drill } from './drill'

const BEFORE = { level: 'high' }
const USUAL = { level: 'medium' }

/** Practised under attack, with another level before than the usual one: it must come back, and not a guess. */
export const leaveUnderAttackModeDrill: Drill = {
  runbook: 'leave-under-attack-mode',
  faults: { none: { inject: () => Promise.resolve() } },
  async prepare(world) {
    await world.run('leave-under-attack-mode', BEFORE)
    await world.run('ddos-attack')
  },
  serviceBackAt: 'leave',
  mayLoseWrites: false,
  watch: () => watchWayOut(BEFORE.level),
  tidy: (world) => world.run('leave-under-attack-mode', USUAL),
}
