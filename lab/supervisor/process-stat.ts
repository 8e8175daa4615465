import { readdirSync, readFileSync } from 'node:fs'

/** What /proc/<pid>/stat tells of a process. `startTicks` with `pid` names it for good: pids come again. */
export interface ProcessStat {
  readonly pid: number
  readonly state: string
  readonly parent: number
  readonly group: number
  readonly session: number
  readonly startTicks: number
}

/** Undefined once it is gone. A zombie counts as gone: it serves nothing. */
export function readProcessStat(pid: number | string): ProcessStat | undefined {
  try {
    const stat = parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return stat && stat.state !== 'Z' && stat.state !== 'X' ? stat : undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) {
      return undefined
    }
    throw error
  }
}

/** What each thread of a process does: `T` stands still. Empty once it is gone. */
export function threadStates(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
      const stat = readProcessStat(`${pid}/task/${thread}`)
      return stat === undefined ? [] : [stat.state]
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** The command's name stands in parentheses and may itself hold spaces and parentheses. */
export function parseProcessStat(line: string): ProcessStat | undefined {
  const close = line.lastIndexOf(')')
  const fields = line.slice(close + 2).split(' ')
  const [state, parent, group, session] = fields
  if (close < 0 || !state || !parent || !group || !session) return undefined
  return {
    pid: Number.parseInt(line, 10),
    state,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    startTicks: Number(fields[19]),
  }
}

export function listProcesses(): ProcessStat[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => readProcessStat(Number(entry)) ?? [])
}
