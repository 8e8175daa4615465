import { isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import { type ActionContext, defineAction, type PreflightCheck } from '@/lib/core/runbooks/action-definition'
import {
  CLOUDFLARE_LOOKS_EVERY_MS,
  type CloudflareZone,
  openCloudflare,
} from '@/lib/server/connectors/cloudflare/client'
import {
  type AddressRecord,
  type AddressType,
  addressTypes,
  changeAddressRecord,
  isSameTarget,
  listAddressRecords,
  type RecordTarget,
  recordWords,
} from '@/lib/server/connectors/cloudflare/dns-records'
import { checkZone, reasonOf } from '@/lib/server/connectors/cloudflare/zone-checks'
import { ofRun } from './declared-deed'
import { noteRecord } from './noted-records'

const HOST_NAME = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i

const canLeadTo: Readonly<Record<AddressType, (content: string) => boolean>> = {
  A: isIPv4,
  AAAA: isIPv6,
  CNAME: isHostName,
}

const settings = z.strictObject({
  connector: slugSchema.default('cloudflare'),
  name: z.string().min(1).meta({ description: 'In full; `$name` stands for the parameter of the run.' }),
  type: z.string().default('A').meta({ description: 'A, AAAA or CNAME, or `$name`.' }),
  content: z.string().min(1).meta({ description: 'Where it shall lead, or `$name`.' }),
  from: z.string().optional().meta({ description: 'Where it leads now, when the name has several records.' }),
  ttlSeconds: z.int().min(60).max(86_400).optional(),
  proxied: z.boolean().optional(),
})
export type DnsRecordSettings = z.infer<typeof settings>

const beforeSchema = z.object({
  id: z.string(),
  content: z.string(),
  ttl: z.number(),
  proxied: z.boolean(),
})

/** What the step means in this run. */
interface Wanted {
  readonly name: string
  readonly type: AddressType
  readonly content: string
  readonly from: string | undefined
}

export const cloudflareDnsRecordAction = defineAction<DnsRecordSettings>({
  kind: 'cloudflare-dns-record',
  title: 'Cloudflare: where a DNS record leads',
  settings,
  isDestructive: false,
  looksEveryMs: CLOUDFLARE_LOOKS_EVERY_MS,

  async describe(asked, context) {
    const { zone, wanted, record } = await open(asked, context)
    const target = targetOf(asked, wanted, record)
    const isSo = isSameTarget(record, target)
    const cached = record.proxied ? 'not at all: it is proxied' : `up to ${record.ttl} s, from caches`
    return {
      summary: isSo
        ? `Changes nothing: ${wanted.name} leads to ${wanted.content} already`
        : `Leads ${wanted.name} (${wanted.type}) from ${record.content} to ${target.content}`,
      commands: [
        `PATCH /zones/${zone.settings.zoneId}/dns_records/${record.id} ${JSON.stringify({ name: record.name, type: record.type, ...target })}`,
      ],
      facts: [
        { label: 'Record now', value: recordWords(record) },
        { label: 'Old answers go on', value: cached },
      ],
    }
  },

  async preflight(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const checked = await checkZone(zone, '#dns_records:edit')
    if (checked.outcome === 'failed' || checked.outcome === 'unknown') return [checked]
    return [checked, await checkRecord(asked, context)]
  },

  async execute(asked, context) {
    const { zone, wanted, record } = await open(asked, context)
    const target = targetOf(asked, wanted, record)
    await noteBefore(record, wanted, context)
    if (isSameTarget(record, target)) {
      const evidence = [{ label: 'Record', value: recordWords(record) }]
      return { changed: false, summary: `${wanted.name} led to ${wanted.content} already`, evidence }
    }
    const after = await change(zone, { record, target }, context)
    return {
      changed: true,
      summary: `${wanted.name} leads to ${after.content}, and not to ${record.content} any more`,
      evidence: [
        { label: 'Record before', value: recordWords(record) },
        { label: 'Record read back', value: recordWords(after) },
      ],
    }
  },

  async verify(asked, context) {
    const { wanted, record } = await open(asked, context)
    const isSo = isSameTarget(record, targetOf(asked, wanted, record))
    return [
      {
        key: 'record',
        title: 'the record reads back as it was set',
        outcome: isSo ? 'passed' : 'failed',
        reason: isSo ? `it leads to ${record.content}` : `it leads to ${record.content}, not as was wanted`,
        evidence: [{ label: 'Record', value: recordWords(record) }],
      },
    ]
  },

  async undo(asked, context) {
    const wanted = wantedOf(asked, context)
    const before = beforeSchema.safeParse(await context.recall(memoryKey(wanted)))
    if (!before.success) return { changed: false, summary: 'nothing had been changed', evidence: [] }
    const { id, ...target } = before.data
    const zone = await openCloudflare(context, asked.connector)
    const record = (await listAddressRecords(zone, wanted)).find((each) => each.id === id)
    if (!record) throw new AppError('conflict', `the record of ${wanted.name} is not there any more`)
    const isSo = isSameTarget(record, target)
    const after = isSo ? record : await change(zone, { record, target }, context)
    const evidence = [{ label: 'Record read back', value: recordWords(after) }]
    return { changed: !isSo, summary: `${wanted.name} leads to ${after.content} again`, evidence }
  },
})

async function open(asked: DnsRecordSettings, context: ActionContext) {
  const wanted = wantedOf(asked, context)
  const zone = await openCloudflare(context, asked.connector)
  const records = await listAddressRecords(zone, wanted)
  const noted = beforeSchema.safeParse(await context.recall(memoryKey(wanted)))
  return { zone, wanted, record: pick(records, wanted, noted.success ? noted.data.id : undefined) }
}

/** Throws `bad-input` for what could not stand in such a record. */
function wantedOf(asked: DnsRecordSettings, context: ActionContext): Wanted {
  const name = ofRun(asked.name, context)
  const content = ofRun(asked.content, context)
  const given = ofRun(asked.type, context)
  const type = addressTypes.find((each) => each === given)
  if (name === '' || content === '') throw new AppError('bad-input', 'the run names no record to change')
  if (!type) throw new AppError('bad-input', `a record ${given} leads nowhere: A, AAAA or CNAME`)
  if (!canLeadTo[type](content)) throw new AppError('bad-input', `a record ${type} cannot lead to ${content}`)
  return { name, type, content, from: asked.from === undefined ? undefined : ofRun(asked.from, context) }
}

/** The one that this run has begun with, else the one that leads where it is said to, else the only one. */
function pick(records: readonly AddressRecord[], wanted: Wanted, noted: string | undefined): AddressRecord {
  const { name, type, content, from } = wanted
  const found =
    records.find(({ id }) => id === noted) ??
    records.find((record) => from !== undefined && record.content === from) ??
    records.find((record) => record.content === content) ??
    (from === undefined && records.length === 1 ? records[0] : undefined)
  if (found) return found
  if (records.length === 0) throw new AppError('not-found', `the zone has no record ${type} of ${name}`)
  const present = records.map((record) => record.content).join(', ')
  const which = from === undefined ? 'say which by `from`' : `none leads to ${from}`
  throw new AppError('conflict', `the records ${type} of ${name} lead to ${present}: ${which}`)
}

function targetOf(asked: DnsRecordSettings, { content }: Wanted, record: AddressRecord): RecordTarget {
  return { content, ttl: asked.ttlSeconds ?? record.ttl, proxied: asked.proxied ?? record.proxied }
}

async function change(
  zone: CloudflareZone,
  { record, target }: { readonly record: AddressRecord; readonly target: RecordTarget },
  context: ActionContext,
): Promise<AddressRecord> {
  await context.assertHeld()
  return changeAddressRecord(zone, record, target)
}

/** In a rehearsal nobody has named a record yet, where the runbook leaves it to the run. */
async function checkRecord(asked: DnsRecordSettings, context: ActionContext): Promise<PreflightCheck> {
  const base = { key: 'record', title: 'the record to change is there' }
  try {
    const { record } = await open(asked, context)
    const evidence = [{ label: 'Record now', value: recordWords(record) }]
    return { ...base, outcome: 'passed', reason: `it leads to ${record.content}`, evidence }
  } catch (error) {
    const isKnown = error instanceof AppError && ['bad-input', 'not-found', 'conflict'].includes(error.code)
    const outcome = !isKnown ? 'unknown' : context.run.mode === 'rehearsal' ? 'warning' : 'failed'
    return { ...base, outcome, reason: reasonOf(error), evidence: [] }
  }
}

function isHostName(text: string): boolean {
  return HOST_NAME.test(text)
}

function memoryKey({ name, type, from }: Wanted): string {
  return `cloudflare-dns-record.before.${type}.${name}.${from ?? ''}`
}

/** The first note counts: a repeat after a crash would note what it did itself. */
async function noteBefore(record: AddressRecord, wanted: Wanted, context: ActionContext): Promise<void> {
  await noteRecord(record, context)
  const key = memoryKey(wanted)
  if (beforeSchema.safeParse(await context.recall(key)).success) return
  await context.remember(key, beforeSchema.parse(record))
}
