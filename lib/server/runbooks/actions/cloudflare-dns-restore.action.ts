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
  changeAddressRecord,
  isSameTarget,
  listAddressRecords,
  recordWords,
} from '@/lib/server/connectors/cloudflare/dns-records'
import { checkZone } from '@/lib/server/connectors/cloudflare/zone-checks'
import { noteRecord, recordsBefore } from './noted-records'

const settings = z.strictObject({ connector: slugSchema.default('cloudflare') })
type RestoreSettings = z.infer<typeof settings>

const NOTHING = 'the run that this one takes back has changed no record'

/** A record that an earlier run has changed: as it was, and as it is; null when it is gone. */
interface Changed {
  readonly before: AddressRecord
  readonly now: AddressRecord | null
}

export const cloudflareDnsRestoreAction = defineAction<RestoreSettings>({
  kind: 'cloudflare-dns-restore',
  title: 'Cloudflare: DNS records back to what they were',
  settings,
  isDestructive: false,
  looksEveryMs: CLOUDFLARE_LOOKS_EVERY_MS,

  async describe(asked, context) {
    const { zone, records } = await open(asked, context)
    const open_ = records.filter((record) => !isBack(record))
    return {
      summary:
        open_.length === 0
          ? `Changes nothing: ${records.length === 0 ? NOTHING : 'the records are as they were already'}`
          : `Leads ${open_.map(({ before }) => `${before.name} back to ${before.content}`).join(', ')}`,
      commands: open_.map(
        ({ before: { id, content, ttl, proxied } }) =>
          `PATCH /zones/${zone.settings.zoneId}/dns_records/${id} ${JSON.stringify({ content, ttl, proxied })}`,
      ),
      facts: records.map(({ before, now }) => ({
        label: `${before.name} (${before.type})`,
        value: `was ${recordWords(before)}; is ${now ? recordWords(now) : 'not there any more'}`,
      })),
    }
  },

  async preflight(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const checked = await checkZone(zone, '#dns_records:edit')
    if (checked.outcome === 'failed' || checked.outcome === 'unknown') return [checked]
    const { records } = await open(asked, context)
    const gone = records.filter(({ now }) => now === null).map(({ before }) => before.name)
    const base = { key: 'records', title: 'the records to bring back are there', evidence: [] }
    const noted: PreflightCheck =
      records.length === 0
        ? { ...base, outcome: 'warning', reason: `${NOTHING}: none is brought back` }
        : { ...base, outcome: 'passed', reason: `${records.length} noted` }
    if (gone.length === 0) return [checked, noted]
    return [checked, { ...base, outcome: 'failed', reason: `${gone.join(', ')}: not there any more` }]
  },

  async execute(asked, context) {
    const { zone, records } = await open(asked, context)
    const changed: AddressRecord[] = []
    for (const record of records) {
      if (isBack(record)) continue
      const { before, now } = record
      if (now === null) throw new AppError('conflict', `the record of ${before.name} is not there any more`)
      const { content, ttl, proxied } = before
      await noteRecord(now, context)
      await context.assertHeld()
      changed.push(await changeAddressRecord(zone, now, { content, ttl, proxied }))
    }
    const leads = changed.map(({ name, content }) => `${name} leads to ${content} again`)
    return {
      changed: changed.length > 0,
      summary: leads.join(', ') || (records.length === 0 ? NOTHING : 'the records were as before already'),
      evidence: changed.map((record) => ({ label: `${record.name} read back`, value: recordWords(record) })),
    }
  },

  async verify(asked, context) {
    const { records } = await open(asked, context)
    const left = records.filter((record) => !isBack(record)).map(({ before }) => before.name)
    return [
      {
        key: 'records',
        title: 'the records read back as they were before',
        outcome: left.length === 0 ? 'passed' : 'failed',
        reason:
          left.length === 0 ? (records.length === 0 ? NOTHING : 'they do') : `not so: ${left.join(', ')}`,
        evidence: records.map(({ before, now }) => ({
          label: before.name,
          value: now ? recordWords(now) : 'not there',
        })),
      },
    ]
  },
})

function isBack({ before, now }: Changed): boolean {
  return now !== null && isSameTarget(now, before)
}

async function open(
  asked: RestoreSettings,
  context: ActionContext,
): Promise<{ readonly zone: CloudflareZone; readonly records: readonly Changed[] }> {
  const zone = await openCloudflare(context, asked.connector)
  const noted = await recordsBefore(context)
  const records = await Promise.all(
    noted.map(async (before) => {
      const now = (await listAddressRecords(zone, before)).find(({ id }) => id === before.id)
      return { before, now: now ?? null }
    }),
  )
  return { zone, records }
}
