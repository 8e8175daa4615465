import { z } from 'zod'
import { defineProbe } from '@/lib/core/probes/probe-definition'
import { askServer, type DnsFact, type ZoneServer } from './dns-zone/ask-server'
import { judgement, unknownBecause } from './judgement'
import { hostSchema, portSchema } from './settings'
import { type DnsQuestion, questionTypes } from './wire/dns-exchange'
import { withShorterDeadline } from './wire/shorter-deadline'

const nameSchema = z.string().regex(/^[A-Za-z0-9_*-]+(\.[A-Za-z0-9_-]+)*$/, 'a full name without a final dot')

const settings = z.strictObject({
  zone: nameSchema,
  servers: z
    .array(
      z.strictObject({
        host: hostSchema,
        port: portSchema.default(53),
        role: z.enum(['authoritative', 'resolver', 'parent']).default('authoritative'),
      }),
    )
    .min(1)
    .max(20)
    .meta({
      description:
        'Each is asked every question, so that one that differs is seen; a parent for the delegation alone.',
    }),
  questions: z
    .array(z.strictObject({ name: nameSchema, types: z.array(z.enum(questionTypes)).min(1) }))
    .max(200)
    .default([])
    .meta({
      description:
        'Besides SOA, NS, CAA and DNSKEY of the zone itself. AXFR tells whether the whole zone is handed out. ' +
        'What is not of the zone, such as what SPF includes, is asked of resolvers.',
    }),
})
type ZoneSettings = z.infer<typeof settings>

const atTheApex = ['SOA', 'NS', 'CAA', 'DNSKEY', 'DS'] as const
/** What hung servers leave for handing in what the others said. */
const SHARE_FOR_ANSWERS = 0.8

export const dnsZoneProbe = defineProbe<ZoneSettings, readonly DnsFact[]>({
  kind: 'dns-zone',
  title: 'What each server says of a zone',
  settings,
  async measure(asked, context) {
    const questions = questionsOf(asked)
    const answers = await withShorterDeadline(context, context.timeoutMs * SHARE_FOR_ANSWERS, (shorter) =>
      Promise.all(
        asked.servers.flatMap((server) =>
          questions
            .filter((question) => isFor(server, asked.zone, question))
            .map((question) => askServer({ zone: asked.zone, server, question }, shorter)),
        ),
      ),
    )
    return answers.flatMap((answer) => answer ?? [])
  },
  judge(answers, asked) {
    if (answers.length === 0) return unknownBecause('no server could be asked')
    const silent = asked.servers.filter((server) => isSilent(server, answers))
    const serials = answers.flatMap(({ server, soa }) => (soa === null ? [] : [`${server} ${soa.serial}`]))
    const evidence = [
      { label: 'Servers', value: asked.servers.map(nameOf).join(', ') },
      { label: 'Serial', value: serials.join(', ') || 'none' },
      ...silent.map((server) => ({ label: nameOf(server), value: 'answers nothing' })),
    ]
    const figures = { answers: answers.length, silentServers: silent.length }
    const details = { evidence, figures, facts: answers }
    if (silent.length === 0) {
      return judgement('healthy', `${answers.length} answers of ${countOf(asked.servers)}`, details)
    }
    const status = silent.length === asked.servers.length ? 'down' : 'degraded'
    return judgement(status, `${silent.map(nameOf).join(', ')} answers nothing`, details)
  },
})

function questionsOf({ zone, questions }: ZoneSettings) {
  const asked = new Map<string, { name: string; type: (typeof questionTypes)[number] }>()
  const all = [{ name: zone, types: atTheApex }, ...questions]
  for (const { name, types } of all) {
    for (const type of types) asked.set(`${name.toLowerCase()} ${type}`, { name: name.toLowerCase(), type })
  }
  return [...asked.values()]
}

/**
 * A parent knows of the zone's delegation alone, the zone's servers of what is within it. Only who answers with
 * authority could hand the zone out.
 */
function isFor(
  { role }: ZoneServer,
  zone: string,
  { name, type }: Pick<DnsQuestion, 'name' | 'type'>,
): boolean {
  const apex = zone.toLowerCase()
  switch (role) {
    case 'parent':
      return name === apex && (type === 'NS' || type === 'DS')
    case 'authoritative':
      return type !== 'DS' && (name === apex || name.endsWith(`.${apex}`))
    case 'resolver':
      return type !== 'DS' && type !== 'AXFR'
  }
}

function isSilent(server: ZoneServer, answers: readonly DnsFact[]): boolean {
  const own = answers.filter((answer) => answer.server === nameOf(server))
  return own.every(({ rcode }) => rcode === 'timeout' || rcode === 'unreachable')
}

function nameOf({ host, port }: Pick<ZoneServer, 'host' | 'port'>): string {
  return `${host}:${port}`
}

function countOf(servers: readonly unknown[]): string {
  return servers.length === 1 ? '1 server' : `${servers.length} servers`
}
