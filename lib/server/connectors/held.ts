/** Something opened to another system that can be used again. */
export interface Held {
  close(): void
}

const idle = new WeakMap<AbortSignal, Map<string, Held[]>>()

/**
 * From here on connections that are opened under the signal are held for its next use instead of closed. The
 * function that it gives closes them: call it when the work has ended.
 */
export function holdConnections(signal: AbortSignal): () => void {
  idle.set(signal, new Map())
  return () => {
    const held = [...(idle.get(signal)?.values() ?? [])].flat()
    idle.delete(signal)
    for (const each of held) each.close()
  }
}

/** One that nobody uses now; whoever takes it has it alone. */
export function takeHeld(signal: AbortSignal, key: string): Held | undefined {
  return idle.get(signal)?.get(key)?.pop()
}

/** Gives it back, or closes it where nothing is held. */
export function giveBack(signal: AbortSignal, key: string, held: Held): void {
  const known = idle.get(signal)
  if (!known || signal.aborted) return held.close()
  known.set(key, [...(known.get(key) ?? []), held])
}
