import type { ProbeContext } from '@/lib/core/probes/probe-definition'

/** Does a part of a measurement under a deadline of its own, so that one hung peer leaves time for the others. */
export async function withShorterDeadline<T>(
  context: ProbeContext,
  timeoutMs: number,
  work: (context: ProbeContext) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const onAbort = () => controller.abort()
  const timer = setTimeout(onAbort, timeoutMs)
  if (context.signal.aborted) onAbort()
  else context.signal.addEventListener('abort', onAbort)
  try {
    return await work({
      signal: controller.signal,
      timeoutMs,
      nowMs: () => context.nowMs(),
      secret: (reference) => context.secret(reference),
      held: (open) => context.held(open),
      dropHeld: () => context.dropHeld(),
    })
  } finally {
    clearTimeout(timer)
    context.signal.removeEventListener('abort', onAbort)
  }
}
