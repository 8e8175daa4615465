import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import {
  AUTHENTIC_DATA,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  DNSSEC_OK,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  RECURSION_DESIRED,
  streamEncode,
  TRUNCATED_RESPONSE,
} from 'dns-packet'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, errorCode, failed, type ProbeFailure } from '../failure'
import { readFrom } from './byte-reader'
import { openSocket, type SocketAddress } from './socket'

/** EDNS(0) as most software sends it: answers up to 1232 bytes fit a datagram on any path. */
const extendedDns = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1_232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: DNSSEC_OK,
  flag_do: true,
  options: [],
} satisfies OptAnswer

/** Sent again once after this time: a lost datagram is not a dead server. */
const REPEAT_AFTER_MS = 1_000

export const questionTypes = [
  'SOA',
  'NS',
  'A',
  'AAAA',
  'CNAME',
  'MX',
  'TXT',
  'CAA',
  'SRV',
  'PTR',
  'DNSKEY',
  'DS',
  'TLSA',
  'SSHFP',
  'AXFR',
] as const

export interface DnsQuestion {
  readonly name: string
  readonly type: (typeof questionTypes)[number]
  /** Asks a resolver to look further; an authority is asked for what it knows itself. */
  readonly isRecursive?: boolean
  /** Asks for DNSSEC, and for answers longer than 512 bytes over UDP. */
  readonly isSigned?: boolean
}

export interface DnsReply {
  readonly outcome: 'replied'
  readonly packet: DecodedPacket
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, `REFUSED`, … */
  readonly code: string
  readonly isAuthoritative: boolean
  /** The AD bit: a resolver has validated it. */
  readonly isValidated: boolean
  readonly usedTcp: boolean
  readonly replyMs: number
}

/** Asks one question over UDP, and over TCP when the answer does not fit. Recursion is not asked for. */
export async function askDns(
  server: SocketAddress,
  question: DnsQuestion,
  context: ProbeContext,
): Promise<DnsReply | ProbeFailure> {
  // A zone is transferred over TCP alone (RFC 5936 s.4.2); its first message tells whether it is.
  if (question.type === 'AXFR') return askOverTcp(server, question, context)
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
  if (reply) return { ...reply, usedTcp: true }
  return failed('answer', 'EMALFORMED', elapsedMs, 'does not speak DNS over TCP')
}

function queryFor({ name, type, isRecursive, isSigned }: DnsQuestion): Packet & { readonly id: number } {
  const flags = (isRecursive ? RECURSION_DESIRED : 0) | (isSigned ? AUTHENTIC_DATA : 0)
  return {
    type: 'query',
    id: randomInt(65_536),
    flags,
    questions: [{ name, type }],
    ...(isSigned ? { additionals: [extendedDns] } : {}),
  }
}

/** Undefined for what is no answer to this question: a stray or forged datagram is not the server's word. */
function readReply(bytes: Buffer, id: number, replyMs: number): DnsReply | undefined {
  const packet = decodeSafely(bytes)
  if (packet?.type !== 'response' || packet.id !== id) return undefined
  const flags = packet.flags ?? 0
  const code = 'rcode' in packet && typeof packet.rcode === 'string' ? packet.rcode : 'NOERROR'
  return {
    outcome: 'replied',
    packet,
    code,
    isAuthoritative: (flags & AUTHORITATIVE_ANSWER) !== 0,
    isValidated: (flags & AUTHENTIC_DATA) !== 0,
    usedTcp: false,
    replyMs,
  }
}

function decodeSafely(bytes: Buffer): DecodedPacket | undefined {
  try {
    return decode(bytes)
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}
