/** The time, as an argument: tests pass a clock that they move. */
export interface Clock {
  nowMs(): number
}

export const systemClock: Clock = { nowMs: () => Date.now() }
