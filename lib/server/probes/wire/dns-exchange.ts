import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import {
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  streamEncode,
  TRUNCATED_RESPONSE,
} from 'dns-packet'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, failed, type ProbeFailure } from '../failure'
import { readFrom } from './byte-reader'
import { openSocket, type SocketAddress } from './socket'

/** Sent again once after this time: a lost datagram is not a dead server. */
const REPEAT_AFTER_MS = 1_000

export interface DnsQuestion {
  readonly name: string
  readonly type: 'SOA' | 'NS' | 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'CAA' | 'SRV' | 'PTR'
}

export interface DnsReply {
  readonly outcome: 'replied'
  readonly packet: DecodedPacket
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`, … */
  readonly code: string
  readonly isAuthoritative: boolean
  readonly replyMs: number
}

/** Asks one question over UDP, and over TCP when the answer does not fit. Recursion is not asked for. */
export async function askDns(
  server: SocketAddress,
  question: DnsQuestion,
  context: ProbeContext,
): Promise<DnsReply | ProbeFailure> {
  const reply = await askOverUdp(server, question, context)
  const isCut = reply.outcome === 'replied' && (reply.packet.flags ?? 0) & TRUNCATED_RESPONSE
  return isCut ? askOverTcp(server, question, context) : reply
}

function askOverUdp(
  server: SocketAddress,
  question: DnsQuestion,
  context: ProbeContext,
): Promise<DnsReply | ProbeFailure> {
  const query = encode(queryFor(question))
  const startedMs = performance.now()
  return new Promise((done) => {
    const socket = createSocket(server.host.includes(':') ? 'udp6' : 'udp4')
    const send = () => socket.send(query)
    const repeat = setTimeout(send, REPEAT_AFTER_MS)
    const finish = (result: DnsReply | ProbeFailure) => {
      clearTimeout(repeat)
      context.signal.removeEventListener('abort', onAbort)
      socket.removeAllListeners().on('error', () => undefined)
      socket.close()
      done(result)
    }
    const onAbort = () => finish(failed('answer', DEADLINE, performance.now() - startedMs))
    socket.on('error', (error) => finish(failed('connect', errorCode(error), performance.now() - startedMs)))
    socket.on('message', (bytes) => {
      const reply = readReply(bytes, query.readUInt16BE(0), performance.now() - startedMs)
      if (reply) finish(reply)
    })
    // Connected, so that only this server's datagrams arrive, and its refusal does too.
    socket.connect(server.port, server.host, send)
    if (context.signal.aborted) onAbort()
    else context.signal.addEventListener('abort', onAbort)
  })
}

async function askOverTcp(
  server: SocketAddress,
  question: DnsQuestion,
  context: ProbeContext,
): Promise<DnsReply | ProbeFailure> {
  const startedMs = performance.now()
  const opened = await openSocket(server, context)
  if (opened.outcome === 'failed') return opened
  const query = queryFor(question)
  const reader = readFrom(opened.socket, context)
  opened.socket.write(streamEncode(query))
  const message = await reader.take((bytes) => {
    if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) return undefined
    return { value: bytes.subarray(2, 2 + bytes.readUInt16BE(0)), length: 2 + bytes.readUInt16BE(0) }
  })
  opened.socket.destroy()
  const elapsedMs = performance.now() - startedMs
  if (message.outcome === 'failed') return message
  const reply = readReply(message.value, query.id, elapsedMs)
  return reply ?? failed('answer', 'EMALFORMED', elapsedMs, 'does not speak DNS over TCP')
}

function queryFor({ name, type }: DnsQuestion) {
  return { type: 'query' as const, id: randomInt(65_536), flags: 0, questions: [{ name, type }] }
}

/** Undefined for what is no answer to this question: a stray or forged datagram is not the server's word. */
function readReply(bytes: Buffer, id: number, replyMs: number): DnsReply | undefined {
  const packet = decodeSafely(bytes)
  if (packet?.type !== 'response' || packet.id !== id) return undefined
  const flags = packet.flags ?? 0
  const code = 'rcode' in packet && typeof packet.rcode === 'string' ? packet.rcode : 'NOERROR'
  return { outcome: 'replied', packet, code, isAuthoritative: (flags & AUTHORITATIVE_ANSWER) !== 0, replyMs }
}

function decodeSafely(bytes: Buffer): DecodedPacket | undefined {
  try {
    return decode(bytes)
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}
