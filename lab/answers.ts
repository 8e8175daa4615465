import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const RETRY_MS = 100
const ATTEMPT_MS = 2_000

/** Repeats the attempt until it succeeds. Rejects with the last failure as cause when the signal aborts. */
export async function untilAnswers<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    try {
      return await attempt(AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]))
    } catch (error) {
      if (signal.aborted) throw new Error(`it does not answer: ${describe(error)}`, { cause: error })
      await delay(RETRY_MS)
    }
  }
}

/** Resolves once something accepts a connection there. */
export async function untilPortOpens(address: string, port: number, signal: AbortSignal): Promise<void> {
  await untilAnswers((attempt) => openOnce(address, port, attempt), signal)
}

/** Resolves once the URL answers 2xx over plain HTTP. */
export async function untilHttpAnswers(url: string, signal: AbortSignal): Promise<void> {
  await untilAnswers(async (attempt) => {
    const response = await fetch(url, { signal: attempt })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  }, signal)
}

function openOnce(address: string, port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, signal })
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
