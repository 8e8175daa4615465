import { watchChallenges } from './challenge-watch'
import type { Drill } from './drill'

/** The lab's level, and another one: the way back must find the one that was in force, not the usual one. */
const USUAL = { level: 'medium' }
const BEFORE = { level: 'high' }

/** A bounded load on the lab's edge. Orders go through the API, which is let out of the challenge. */
export const ddosAttackDrill: Drill = {
  runbook: 'ddos-attack',
  faults: {
    'edge-load': {
      inject: (world) => world.breakLab('edge-load', undefined, { rate: '50', seconds: '20', path: '/' }),
    },
  },
  prepare: (world) => world.run('leave-under-attack-mode', BEFORE),
  serviceBackAt: 'under-attack',
  watch: watchChallenges,
  tidy: (world) => world.run('leave-under-attack-mode', USUAL),
}
