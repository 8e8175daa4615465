import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { type ControlRequest, controlReplySchema, controlSocketPath } from '@/lab/supervisor/control-protocol'
import type { Report } from '@/lab/supervisor/supervisor'

const ANSWER_WITHIN_MS = 180_000

/** No supervisor answers: the lab is down. */
export class LabIsDownError extends Error {
  constructor() {
    super('the lab is down')
    this.name = 'LabIsDownError'
  }
}

/** Resolves with the result. Rejects with the supervisor's reason, or `LabIsDownError`. */
export function askSupervisor(labFolder: string, request: ControlRequest, report: Report): Promise<unknown> {
  if (!existsSync(labFolder)) return Promise.reject(new LabIsDownError())
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const socket = connect({ path: controlSocketPath(labFolder), signal })
    const settle = (act: () => void) => {
      socket.destroy()
      act()
    }
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`))
    socket.once('error', (error) => settle(() => reject(asDown(error))))
    socket.once('close', () => reject(new Error('the supervisor went away before it had answered')))
    const lines = createInterface({ input: socket })
    lines.once('error', (error) => settle(() => reject(asDown(error))))
    lines.on('line', (line) => {
      const reply = controlReplySchema.parse(JSON.parse(line))
      if (reply.kind === 'progress') report(reply.line)
      if (reply.kind === 'done') settle(() => resolve(reply.result))
      if (reply.kind === 'failed') settle(() => reject(new Error(reply.reason)))
    })
  })
}

function asDown(error: Error): Error {
  const isDown = 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
  return isDown ? new LabIsDownError() : error
}
