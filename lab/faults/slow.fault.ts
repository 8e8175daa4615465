import { setTimeout as delay } from 'node:timers/promises'
import { defineFault, type FaultContext } from '@/lab/faults/lab-fault'
import { numberOption, requireNode } from '@/lab/faults/required-option'

const CYCLE_MS = 1_000

export const slowFault = defineFault({
  name: 'slow',
  title: 'the node stands still for most of every second (--percent 80)',
  nodes: 'any',
  async inject(context) {
    const node = requireNode(context)
    const stoppedMs = (CYCLE_MS * numberOption(context, 'percent', { fallback: 80, most: 99 })) / 100
    context.background((signal) => stopAndGo(context, { node, stoppedMs }, signal))
  },
  // Whoever heals has continued the stopped already.
  heal: () => Promise.resolve(),
})

async function stopAndGo(
  { processes }: FaultContext,
  { node, stoppedMs }: { readonly node: string; readonly stoppedMs: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    processes.signal(node, 'SIGSTOP')
    await delay(stoppedMs, undefined, { signal })
    processes.signal(node, 'SIGCONT')
    await delay(CYCLE_MS - stoppedMs, undefined, { signal })
  }
}
