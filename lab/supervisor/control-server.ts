import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import {
  type ControlReply,
  type ControlRequest,
  controlRequestSchema,
  controlSocketPath,
} from '@/lab/supervisor/control-protocol'
import type { Report } from '@/lab/supervisor/supervisor'

/** Answers the requests of `lab up|down|…`; only the account that runs the lab can reach it. */
export async function serveControl(
  labFolder: string,
  handle: (request: ControlRequest, report: Report) => Promise<unknown>,
): Promise<Server> {
  const path = controlSocketPath(labFolder)
  rmSync(path, { force: true })
  const server = createServer((socket) => serveClient(socket, handle))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  chmodSync(path, 0o600)
  return server
}

function serveClient(
  socket: Socket,
  handle: (request: ControlRequest, report: Report) => Promise<unknown>,
): void {
  const send = (reply: ControlReply) => {
    if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`)
  }
  // A client that goes away in the middle is no reason to end what it asked for.
  socket.on('error', () => socket.destroy())
  const lines = createInterface({ input: socket })
  lines.on('error', () => socket.destroy())
  lines.on('line', (line) => {
    answer(line, handle, send).catch((error: unknown) => send({ kind: 'failed', reason: messageOf(error) }))
  })
}

async function answer(
  line: string,
  handle: (request: ControlRequest, report: Report) => Promise<unknown>,
  send: (reply: ControlReply) => void,
): Promise<void> {
  const request = controlRequestSchema.parse(JSON.parse(line))
  const result = await handle(request, (progress) => send({ kind: 'progress', line: progress }))
  send({ kind: 'done', result })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
