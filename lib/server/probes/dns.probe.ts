import type { Answer, SoaAnswer } from 'dns-packet'
import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement } from './judgement'
import { hostSchema, portSchema } from './settings'
import { askDns, type DnsReply } from './wire/dns-exchange'
import { canonicalValue, recordTypes, valueOfRecord } from './wire/dns-record'

const nameSchema = z.string().regex(/^[A-Za-z0-9_*-]+(\.[A-Za-z0-9_-]+)*$/, 'a full name without a final dot')

const settings = z.strictObject({
  host: hostSchema,
  port: portSchema.default(53).meta({ description: 'Port for UDP, and for TCP when an answer is long.' }),
  zone: nameSchema.meta({ description: 'Zone for which the server must be an authority.' }),
  records: z
    .array(
      z.strictObject({
        name: nameSchema,
        type: z.enum(recordTypes),
        values: z.array(z.string()).min(1).meta({ description: 'All values, in any order.' }),
      }),
    )
    .max(200)
    .default([])
    .meta({ description: 'Declared records, compared with what the server answers.' }),
})
type DnsSettings = z.infer<typeof settings>

interface DnsMeasurement {
  readonly soa: DnsReply | ProbeFailure
  /** One reply for each declared record, in its order. */
  readonly records: readonly (DnsReply | ProbeFailure)[]
}

export const dnsProbe = defineProbe<DnsSettings, DnsMeasurement>({
  kind: 'dns',
  title: 'Authoritative DNS answers',
  settings,
  async measure({ host, port, zone, records }, context) {
    const server = { host, port }
    const soa = await askDns(server, { name: zone, type: 'SOA' }, context)
    if (soa.outcome === 'failed') return { soa, records: [] }
    return { soa, records: await Promise.all(records.map((record) => askDns(server, record, context))) }
  },
  judge({ soa, records }, asked) {
    const server = { label: 'Server', value: `${asked.host}:${asked.port}` }
    if (soa.outcome === 'failed') return judgeFailure(soa, [server])
    const details = detailsOf(soa, asked, server)
    const fault = faultOf(soa, asked)
    if (fault !== undefined) return judgement('down', fault, details)
    return judgeRecords(records, asked, details)
  },
})

interface Details {
  readonly evidence: readonly EvidenceLine[]
  readonly figures: Readonly<Record<string, number>>
}

function detailsOf(soa: DnsReply, { zone }: DnsSettings, server: EvidenceLine): Details {
  const record = soa.packet.answers?.find((answer): answer is SoaAnswer => answer.type === 'SOA')
  const evidence = [server, { label: 'Answer', value: `${soa.code} in ${milliseconds(soa.replyMs)}` }]
  if (!record) return { evidence, figures: { replyMs: tenths(soa.replyMs) } }
  const serial = record.data.serial ?? 0
  return {
    evidence: [
      ...evidence,
      { label: 'Zone', value: `${zone}, serial ${serial}, primary ${record.data.mname}` },
    ],
    figures: { replyMs: tenths(soa.replyMs), serial },
  }
}

function faultOf(soa: DnsReply, { zone }: DnsSettings): string | undefined {
  if (soa.code !== 'NOERROR') return `answers ${soa.code} for ${zone}`
  if (!soa.isAuthoritative) return `is no authority for ${zone}`
  return soa.packet.answers?.some((answer) => answer.type === 'SOA') ? undefined : `has no SOA for ${zone}`
}

function judgeRecords(replies: DnsMeasurement['records'], asked: DnsSettings, details: Details): Judgement {
  const differences = asked.records.flatMap((declared, index) => differenceOf(declared, replies[index]))
  const evidence = [...details.evidence, ...differences]
  const [first] = differences
  if (first) {
    const more = differences.length > 1 ? `, and ${differences.length - 1} more` : ''
    return judgement('degraded', `${first.label} ${first.value}${more}`, { ...details, evidence })
  }
  const all = asked.records.length
  const compared = all === 0 ? '' : `, ${all} of ${all} records as declared`
  return judgement('healthy', `authority for ${asked.zone}${compared}`, details)
}

function differenceOf(
  declared: DnsSettings['records'][number],
  reply: DnsReply | ProbeFailure | undefined,
): EvidenceLine[] {
  const label = `${declared.name} ${declared.type}`
  if (!reply || reply.outcome === 'failed') return [{ label, value: 'was not answered' }]
  const observed = (reply.packet.answers ?? [])
    .filter((answer) => isOfType(answer, declared))
    .map(valueOfRecord)
  const wanted = declared.values.map((value) => canonicalValue(declared.type, value))
  const seen = observed.map((value) => canonicalValue(declared.type, value))
  if (wanted.length === seen.length && wanted.every((value) => seen.includes(value))) return []
  const answered = observed.join(', ') || (reply.code === 'NOERROR' ? 'nothing' : reply.code)
  return [{ label, value: `answers ${answered}, declared ${declared.values.join(', ')}` }]
}

function isOfType(answer: Answer, declared: { readonly type: string }): boolean {
  return answer.type === declared.type
}
