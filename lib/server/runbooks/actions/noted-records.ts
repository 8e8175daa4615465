import { z } from 'zod'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { type AddressRecord, recordSchema } from '@/lib/server/connectors/cloudflare/dns-records'

const KEY = 'cloudflare-dns-record.records'
const notesSchema = z.record(z.string(), recordSchema).catch({})

/** Notes a record as it is before the run changes it. The first note counts: a repeat would note its own doing. */
export async function noteRecord(record: AddressRecord, context: ActionContext): Promise<void> {
  const notes = notesSchema.parse(await context.recall(KEY))
  if (notes[record.id]) return
  await context.remember(KEY, { ...notes, [record.id]: record })
}

/** Records as they were before the run that this one takes back; none where it takes none back. */
export async function recordsBefore(context: ActionContext): Promise<readonly AddressRecord[]> {
  return Object.values(notesSchema.parse(await context.recallBefore(KEY)))
}
