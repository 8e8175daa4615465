import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

interface ProcessTimes {
  readonly parent: number
  readonly ticks: number
  /** Of children that have ended. */
  readonly endedChildrenTicks: number
}

let ticksPerSecond: number | undefined

/** CPU time of one process so far, user and system, in milliseconds. */
export function processCpuMs(pid: number): number {
  return toMs(readTimes(pid)?.ticks ?? 0)
}

/** CPU time of a process and of all that it has started, ended ones included, in milliseconds. */
export function processTreeCpuMs(pid: number): number {
  const own = readTimes(pid)
  if (own === undefined) return 0
  let ticks = own.ticks + own.endedChildrenTicks
  for (const entry of readdirSync('/proc')) {
    const times = /^\d+$/.test(entry) ? readTimes(Number(entry)) : undefined
    if (times?.parent === pid) ticks += times.ticks + times.endedChildrenTicks
  }
  return toMs(ticks)
}

/** Undefined when the process has ended. The name in the second field may hold spaces and brackets. */
function readTimes(pid: number): ProcessTimes | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [, parent = 0] = fields
    const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15)
    return { parent, ticks: user + system, endedChildrenTicks: childrenUser + childrenSystem }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

function toMs(ticks: number): number {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8', timeout: 5_000 }))
  return (ticks * 1_000) / ticksPerSecond
}
