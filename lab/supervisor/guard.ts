import { createInterface } from 'node:readline'
import { endGroup, type ProcessIdentity } from '@/lab/supervisor/process-group'

/** What the supervisor writes, one JSON a line: a group to remember, or one that has ended. */
export type GuardMessage = { readonly add: ProcessIdentity } | { readonly remove: number }

/**
 * Ends every remembered group when its input ends, which is what happens when the supervisor dies, however it
 * dies. Without it, servers would go on with nobody to answer for them.
 */
async function guard(): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, goOn)
  const groups = new Map<number, ProcessIdentity>()
  for await (const line of createInterface({ input: process.stdin })) {
    const message: GuardMessage = JSON.parse(line)
    if ('add' in message) groups.set(message.add.pid, message.add)
    else groups.delete(message.remove)
  }
  for (const identity of groups.values()) endGroup(identity)
}

/** It ends when there is nothing left to guard, not when somebody asks it to. */
function goOn(): undefined {
  return undefined
}

await guard()
