import type { Socket } from 'node:net'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, failed, type ProbeFailure } from '../failure'

const MAX_PENDING_BYTES = 1024 * 1024

export interface Taken<T> {
  readonly outcome: 'taken'
  readonly value: T
}

/** Finds a whole message at the start of the bytes: its value and length, or undefined when more must come. */
export type TakeMessage<T> = (bytes: Buffer) => { readonly value: T; readonly length: number } | undefined

export interface ByteReader {
  /** The next message, or why there is none: the end, an error, the deadline. The socket is left to the caller. */
  take<T>(find: TakeMessage<T>): Promise<Taken<T> | ProbeFailure>
}

/** Reads messages from a socket, one at a time, until the deadline of the probe. */
export function readFrom(socket: Socket, context: ProbeContext): ByteReader {
  const startedMs = performance.now()
  let pending: Buffer = Buffer.alloc(0)
  let ending: ProbeFailure | undefined
  let wake: () => void = () => undefined

  const endWith = (code: string, detail?: string) => {
    ending ??= failed('answer', code, performance.now() - startedMs, detail)
    wake()
  }
  const onAbort = () => {
    endWith(DEADLINE)
    socket.destroy()
  }
  socket.on('data', (bytes: Buffer) => {
    pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
    if (pending.length > MAX_PENDING_BYTES) endWith('ETOOLONG', 'answers without end')
    wake()
  })
  socket.on('error', (error) => endWith(errorCode(error)))
  socket.on('end', () => endWith('ECONNRESET'))
  socket.on('close', () => {
    context.signal.removeEventListener('abort', onAbort)
    endWith('ECONNRESET')
  })
  if (context.signal.aborted) onAbort()
  else context.signal.addEventListener('abort', onAbort)

  return {
    async take(find) {
      for (;;) {
        const found = find(pending)
        if (found) {
          pending = pending.subarray(found.length)
          return { outcome: 'taken', value: found.value }
        }
        if (ending) return ending
        await new Promise<void>((resume) => {
          wake = resume
        })
      }
    },
  }
}
