import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { failed, type ProbeFailure } from '../failure'
import { readFrom, type TakeMessage } from './byte-reader'
import { openSocket, type SocketAddress, type SocketPath } from './socket'

/** Record types and values of the FastCGI specification 1.0. */
const VERSION = 1
const BEGIN_REQUEST = 1
const END_REQUEST = 3
const PARAMS = 4
const STDIN = 5
const STDOUT = 6
const RESPONDER = 1
const REQUEST_ID = 1
const HEADER_BYTES = 8

export interface FastCgiAnswer {
  readonly outcome: 'answered'
  /** From the CGI header `Status`; 200 when there is none. */
  readonly status: number
  readonly body: string
  readonly responseMs: number
}

interface FastCgiRecord {
  readonly type: number
  readonly content: Buffer
}

/** One GET request on a connection of its own, which the server closes after it. */
export async function askFastCgi(
  address: SocketAddress | SocketPath,
  parameters: Readonly<Record<string, string>>,
  context: ProbeContext,
): Promise<FastCgiAnswer | ProbeFailure> {
  const startedMs = performance.now()
  const opened = await openSocket(address, context)
  if (opened.outcome === 'failed') return opened
  const { socket } = opened
  const reader = readFrom(socket, context)
  socket.write(requestOf(parameters))
  const output: Buffer[] = []
  try {
    for (;;) {
      const record = await reader.take(takeRecord)
      if (record.outcome === 'failed') return record
      const { type, content } = record.value
      if (type === STDOUT) output.push(content)
      if (type === END_REQUEST) return answerOf(Buffer.concat(output), content, performance.now() - startedMs)
      if (type === -1) {
        return failed('answer', 'EMALFORMED', performance.now() - startedMs, 'does not speak FastCGI')
      }
    }
  } finally {
    socket.destroy()
  }
}

function requestOf(parameters: Readonly<Record<string, string>>): Buffer {
  const begin = Buffer.from([0, RESPONDER, 0, 0, 0, 0, 0, 0])
  const pairs = Buffer.concat(Object.entries(parameters).map(([name, value]) => pairOf(name, value)))
  return Buffer.concat([
    recordOf(BEGIN_REQUEST, begin),
    recordOf(PARAMS, pairs),
    recordOf(PARAMS, Buffer.alloc(0)),
    recordOf(STDIN, Buffer.alloc(0)),
  ])
}

function recordOf(type: number, content: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(VERSION, 0)
  header.writeUInt8(type, 1)
  header.writeUInt16BE(REQUEST_ID, 2)
  header.writeUInt16BE(content.length, 4)
  return Buffer.concat([header, content])
}

function pairOf(name: string, value: string): Buffer {
  const nameBytes = Buffer.from(name)
  const valueBytes = Buffer.from(value)
  return Buffer.concat([lengthOf(nameBytes), lengthOf(valueBytes), nameBytes, valueBytes])
}

/** One byte up to 127, else four with the highest bit set. */
function lengthOf(bytes: Buffer): Buffer {
  if (bytes.length < 128) return Buffer.from([bytes.length])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length + 0x8000_0000)
  return length
}

const takeRecord: TakeMessage<FastCgiRecord> = (bytes) => {
  if (bytes.length > 0 && bytes[0] !== VERSION)
    return { value: { type: -1, content: bytes }, length: bytes.length }
  if (bytes.length < HEADER_BYTES) return undefined
  const contentEnd = HEADER_BYTES + bytes.readUInt16BE(4)
  const length = contentEnd + bytes.readUInt8(6)
  if (bytes.length < length) return undefined
  return { value: { type: bytes.readUInt8(1), content: bytes.subarray(HEADER_BYTES, contentEnd) }, length }
}

/** `protocolStatus` other than 0 says that the server took no request: it is overloaded or does not multiplex. */
function answerOf(output: Buffer, endBody: Buffer, responseMs: number): FastCgiAnswer | ProbeFailure {
  if (endBody.length >= 5 && endBody.readUInt8(4) !== 0) {
    return failed('answer', 'EOVERLOADED', responseMs, 'takes no request: it is overloaded')
  }
  const text = output.toString('utf8')
  const split = /\r?\n\r?\n/.exec(text)
  if (!split) return failed('answer', 'EMALFORMED', responseMs, 'answers without CGI headers')
  const status = /^Status: ([0-9]{3})/im.exec(text.slice(0, split.index))?.[1]
  return {
    outcome: 'answered',
    status: status === undefined ? 200 : Number(status),
    body: text.slice(split.index + split[0].length),
    responseMs,
  }
}
