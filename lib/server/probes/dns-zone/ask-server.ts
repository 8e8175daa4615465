import type { Answer, SoaAnswer } from 'dns-packet'
import type { FactOf } from '@/lib/core/observed/fact'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE, isOwnFault } from '../failure'
import { askDns, type DnsQuestion, type DnsReply } from '../wire/dns-exchange'
import { valueOfRecord } from '../wire/dns-record'

export type DnsFact = FactOf<'dns-answer'>

export interface ZoneServer {
  readonly host: string
  readonly port: number
  readonly role: DnsFact['serverRole']
}

interface Asking {
  readonly zone: string
  readonly server: ZoneServer
  readonly question: Pick<DnsQuestion, 'name' | 'type'>
}

/** One server's answer to one question as a fact; undefined when this machine could not ask. */
export async function askServer(
  { zone, server, question }: Asking,
  context: ProbeContext,
): Promise<DnsFact | undefined> {
  const asked = { ...question, isRecursive: server.role === 'resolver', isSigned: true }
  const reply = await askDns(server, asked, context)
  const about = {
    kind: 'dns-answer' as const,
    zone,
    server: `${server.host}:${server.port}`,
    serverRole: server.role,
    name: question.name.toLowerCase(),
    type: question.type,
  }
  if (reply.outcome === 'failed') {
    if (isOwnFault(reply)) return undefined
    const rcode = reply.code === DEADLINE ? 'timeout' : 'unreachable'
    const flags = { isAuthoritative: false, isValidated: false, usedTcp: false }
    return { ...about, rcode, ...flags, records: [], glue: [], soa: null }
  }
  const { code, isAuthoritative, isValidated, usedTcp } = reply
  const isReferred = server.role === 'parent' && question.type === 'NS'
  const answers = isReferred ? referredOf(reply, about.name) : answersOf(reply, question.type)
  return {
    ...about,
    rcode: code,
    isAuthoritative,
    isValidated,
    usedTcp,
    records: answers.map(recordOf).sort((one, other) => (one.data < other.data ? -1 : 1)),
    glue: isReferred ? glueOf(reply) : [],
    soa: question.type === 'AXFR' ? null : soaOf(answers),
  }
}

function answersOf({ packet }: DnsReply, type: string): readonly Answer[] {
  // A transfer begins with the SOA: that alone tells that the zone is handed out.
  const wanted = type === 'AXFR' ? 'SOA' : type
  return (packet.answers ?? []).filter((answer) => answer.type === wanted)
}

/** A parent does not answer for the zone: it refers to its servers in the authority section (RFC 1034 s.4.2.1). */
function referredOf({ packet }: DnsReply, zone: string): readonly Answer[] {
  return [...(packet.answers ?? []), ...(packet.authorities ?? [])].filter(
    ({ type, name }) => type === 'NS' && plain(name) === zone,
  )
}

function glueOf({ packet }: DnsReply): DnsFact['glue'] {
  const glue = (packet.additionals ?? []).flatMap((each) =>
    each.type === 'A' || each.type === 'AAAA' ? [{ name: plain(each.name), address: each.data }] : [],
  )
  return glue.sort((one, other) => (wordsOf(one) < wordsOf(other) ? -1 : 1))
}

function wordsOf({ name, address }: DnsFact['glue'][number]): string {
  return `${name} ${address}`
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

function recordOf(answer: Answer): { ttl: number; data: string } {
  return { ttl: 'ttl' in answer ? (answer.ttl ?? 0) : 0, data: valueOfRecord(answer) }
}

function soaOf(answers: readonly Answer[]): DnsFact['soa'] {
  const record = answers.find((answer): answer is SoaAnswer => answer.type === 'SOA')
  if (record === undefined) return null
  const { mname, rname, serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0 } = record.data
  return { mname, rname, serial, refresh, retry, expire, minimum }
}
