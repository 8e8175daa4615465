import type { Monitor } from '@/lab/cloudflare/state'

export interface CheckResult {
  readonly isPassed: boolean
  readonly responseCode: number | undefined
  readonly reason: string
  readonly rttMs: number
}

export interface OriginHealth {
  readonly isHealthy: boolean
  readonly passedInARow: number
  readonly failedInARow: number
  readonly last: CheckResult | undefined
}

/** Until a check says otherwise an origin may serve, as at the real edge. */
export const UNCHECKED: OriginHealth = { isHealthy: true, passedInARow: 0, failedInARow: 0, last: undefined }

/** Health changes only after as many results in a row as the monitor asks for (0 asks for one). */
export function nextOriginHealth(before: OriginHealth, result: CheckResult, monitor: Monitor): OriginHealth {
  const passedInARow = result.isPassed ? before.passedInARow + 1 : 0
  const failedInARow = result.isPassed ? 0 : before.failedInARow + 1
  const isUp = before.isHealthy || passedInARow >= Math.max(1, monitor.consecutive_up)
  const isHealthy = isUp && failedInARow < Math.max(1, monitor.consecutive_down)
  return { isHealthy, passedInARow, failedInARow, last: result }
}

/** `2xx` and `200,204` are both accepted, like in the API. */
export function isExpectedCode(expected: string, code: number): boolean {
  return expected.split(',').some((entry) => {
    const wanted = entry.trim()
    return wanted.endsWith('xx') ? String(code)[0] === wanted[0] : String(code) === wanted
  })
}
