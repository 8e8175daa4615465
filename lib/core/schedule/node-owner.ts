import { textHash } from './text-hash'

/**
 * The worker that probes a node, among the live ones, by rendezvous hashing: every worker that knows the same
 * live ones comes to the same answer, and when one goes only its nodes move. Undefined when none is live.
 */
export function nodeOwner(nodeSlug: string, workerIds: readonly string[]): string | undefined {
  let owner: string | undefined
  let highest = -1
  for (const workerId of workerIds) {
    const weight = textHash(`${workerId} ${nodeSlug}`)
    const isHigher = weight > highest || (weight === highest && owner !== undefined && workerId < owner)
    if (!isHigher) continue
    owner = workerId
    highest = weight
  }
  return owner
}
