import { watchChallenges } from './challenge-watch'
import type { Drill } from './drill'

/** A bounded load on the lab's edge. Orders go through the API, which is let out of the challenge. */
export const ddosAttackDrill: Drill = {
  runbook: 'ddos-attack',
  faults: {
    'edge-load': {
      inject: (world) => world.breakLab('edge-load', undefined, { rate: '50', seconds: '20', path: '/' }),
    },
  },
  prepare: (world) => world.run('leave-under-attack-mode', { level: 'medium' }),
  serviceBackAt: 'under-attack',
  watch: watchChallenges,
}
