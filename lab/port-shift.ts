import { readFileSync } from 'node:fs'

const SHIFT = 10_000
const PRIVILEGED_BELOW = 1_024

/** The lowest port that the servers may open: root passes them the right to open any. */
export function firstOpenPort(isRoot: boolean): number {
  return isRoot ? 0 : systemFirstOpenPort()
}

/** 443 becomes 10443 where 443 may not be opened. */
export function shiftedPort(specified: number, firstOpen: number): number {
  return specified < firstOpen ? specified + SHIFT : specified
}

/** What the inventory must know: every specified port that had to move, and where to. */
export function portShift(specified: readonly number[], firstOpen: number): Record<string, number> {
  const moved = specified.filter((port) => shiftedPort(port, firstOpen) !== port)
  return Object.fromEntries(moved.map((port) => [String(port), shiftedPort(port, firstOpen)]))
}

function systemFirstOpenPort(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return PRIVILEGED_BELOW
    throw error
  }
}
