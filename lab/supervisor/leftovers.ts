import { endGroup, isAlive } from '@/lab/supervisor/process-group'
import { readLabState } from '@/lab/supervisor/state-file'

/** Ends what an earlier supervisor has left running, and nothing that was merely given its number. */
export async function endLeftovers(labFolder: string): Promise<readonly string[]> {
  const { processes, companions } = await readLabState(labFolder)
  const left = [...processes, ...companions]
  const alive = left.filter(isAlive)
  for (const identity of left) endGroup(identity)
  return alive.map((each) => each.node)
}
