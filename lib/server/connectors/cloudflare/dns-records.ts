import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import type { CloudflareZone } from './client'

/** The types by which a name leads to a place. */
export const addressTypes = ['A', 'AAAA', 'CNAME'] as const
export type AddressType = (typeof addressTypes)[number]

export const recordSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(addressTypes),
  content: z.string(),
  /** Seconds; 1 means that Cloudflare chooses. */
  ttl: z.number(),
  proxied: z.boolean().default(false),
})
export type AddressRecord = z.infer<typeof recordSchema>
export type RecordTarget = Pick<AddressRecord, 'content' | 'ttl' | 'proxied'>

export async function listAddressRecords(
  zone: CloudflareZone,
  { name, type }: Pick<AddressRecord, 'name' | 'type'>,
): Promise<readonly AddressRecord[]> {
  const page = await zone.look(`reading the records ${type} of ${name}`, (api, options) =>
    api.dns.records.list({ ...zone.zone, type, name: { exact: name }, per_page: 100 }, options),
  )
  return z.array(recordSchema).parse(page.result)
}

/** Reads back: an answer that never came may hide a change that was made. */
export async function changeAddressRecord(
  zone: CloudflareZone,
  { id, name, type }: AddressRecord,
  target: RecordTarget,
): Promise<AddressRecord> {
  const failure = await zone
    .ask(`changing the record ${type} of ${name}`, (api, options) =>
      api.dns.records.edit(id, { ...zone.zone, name, type, ...target }, options),
    )
    .then(
      () => undefined,
      (error: unknown) => error,
    )
  const after = (await listAddressRecords(zone, { name, type })).find((record) => record.id === id)
  if (after && isSameTarget(after, target)) return after
  throw failure ?? new AppError('unavailable', `Cloudflare took the record ${name} and does not have it so`)
}

/** `192.0.2.10, not proxied, TTL 300 s` */
export function recordWords({ content, ttl, proxied }: RecordTarget): string {
  return `${content}, ${proxied ? 'proxied' : `not proxied, ${ttl === 1 ? 'automatic TTL' : `TTL ${ttl} s`}`}`
}

/** What is proxied has the time to live that Cloudflare chooses. */
export function isSameTarget(one: RecordTarget, other: RecordTarget): boolean {
  if (one.content !== other.content || one.proxied !== other.proxied) return false
  return one.proxied || one.ttl === other.ttl
}
