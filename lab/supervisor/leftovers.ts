import { isAlive, signalGroup } from '@/lab/supervisor/process-group'
import { readLabState } from '@/lab/supervisor/state-file'

/** Ends what an earlier supervisor has left running, and nothing that was merely given its number. */
export async function endLeftovers(labFolder: string): Promise<readonly string[]> {
  const { processes } = await readLabState(labFolder)
  const alive = processes.filter(isAlive)
  for (const identity of processes) signalGroup(identity, 'SIGKILL')
  return alive.map((each) => each.node)
}
