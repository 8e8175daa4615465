/** What a look at a main process found. */
export type MainState = 'running' | 'stopped' | 'gone'

/** What befalls the main process befalls its whole group: what to do to the rest of it. */
export type GroupRule = 'none' | 'kill-rest' | 'stop-rest' | 'continue-rest'

export function mainState(stat: { readonly state: string } | undefined): MainState {
  if (!stat) return 'gone'
  return stat.state === 'T' || stat.state === 't' ? 'stopped' : 'running'
}

export function groupRule(before: MainState, now: MainState): GroupRule {
  if (now === 'gone') return before === 'gone' ? 'none' : 'kill-rest'
  // Told anew at every look: a child forked in between must not go on by itself.
  if (now === 'stopped') return 'stop-rest'
  return before === 'stopped' ? 'continue-rest' : 'none'
}
