import { listProcesses, type ProcessStat, readProcessStat, threadStates } from '@/lab/supervisor/process-stat'

/** A main process and the moment it began; together they never mean another one. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTicks: number
}

/** Still the same process, and not one that was given its number later. */
export function isAlive(identity: ProcessIdentity): boolean {
  return readProcessStat(identity.pid)?.startTicks === identity.startTicks
}

/**
 * Who belongs to a main process that leads its own session: those in it, and their children in sessions of their own,
 * as each connection of sshd has, for as long as their parent lives. Linux gives a number to no new process while it still
 * names a group or session, so members of a dead leader are its own, unless somebody else bears the number now.
 */
export function groupMembers(
  identity: ProcessIdentity,
  processes: readonly ProcessStat[] = listProcesses(),
): readonly ProcessStat[] {
  const leader = processes.find((each) => each.pid === identity.pid)
  if (leader && leader.startTicks !== identity.startTicks) return []
  const own = processes.filter((each) => each.group === identity.pid || each.session === identity.pid)
  return withDescendants(own, processes)
}

function withDescendants(own: readonly ProcessStat[], all: readonly ProcessStat[]): readonly ProcessStat[] {
  const members = new Map(own.map((each) => [each.pid, each]))
  for (let before = -1; members.size > before; ) {
    before = members.size
    for (const each of all) if (members.has(each.parent)) members.set(each.pid, each)
  }
  return [...members.values()]
}

/** Told to stop is not yet stopped: each thread goes on until it is next interrupted, and may answer once more. */
export function standsStill(identity: ProcessIdentity): boolean {
  return groupMembers(identity).every(({ pid }) => threadStates(pid).every((state) => /^[Tt]$/.test(state)))
}

const MOST_ROUNDS = 20

/**
 * Ends all of it. Told again until nobody is found: a server that loses a child may have started another one after
 * the members were counted, and before its own end.
 */
export function endGroup(identity: ProcessIdentity): void {
  for (let round = 0; round < MOST_ROUNDS && groupMembers(identity).length > 0; round += 1) {
    signalGroup(identity, 'SIGKILL')
  }
}

/** The leader included, unless `except` names it. */
export function signalGroup(identity: ProcessIdentity, signal: NodeJS.Signals, except?: number): void {
  for (const member of groupMembers(identity)) {
    if (member.pid !== except) signalProcess(member.pid, signal)
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!isGone) throw error
  }
}
