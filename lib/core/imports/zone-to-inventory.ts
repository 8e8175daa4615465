import type { ZoneRecord } from '@/lib/core/dns/zone-file/zone-record'
import { AppError } from '@/lib/core/errors/app-error'
import { dnsRecordTypes } from '@/lib/core/inventory/dns-record'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { statedData, statedName } from './declared-record'

type DeclaredRecord = NonNullable<Inventory['dns']>['records'][number]
type DeclaredType = DeclaredRecord['type']

interface ZoneImport {
  /** Absolute, with the final dot. */
  readonly zone: string
  readonly records: readonly ZoneRecord[]
  readonly file: string
}

/** Types that the inventory has no word for stay out of it. */
export function isDeclarable(type: string): type is DeclaredType {
  return (dnsRecordTypes as readonly string[]).includes(type)
}

/**
 * The inventory with its DNS records as the zone file has them. Records that say the same keep what people wrote
 * about them; one that only changed keeps its slug. Throws AppError when it cannot belong to this inventory.
 */
export function zoneToInventory(current: Inventory | null, { zone, records, file }: ZoneImport): Inventory {
  if (current === null)
    throw new AppError('bad-input', 'Put an inventory in force before its zone is imported.')
  const name = zone.slice(0, -1)
  if (current.dns && current.dns.zone.toLowerCase() !== name.toLowerCase()) {
    throw new AppError(
      'bad-input',
      `The inventory declares the zone ${current.dns.zone}, and ${file} is of ${name}.`,
    )
  }
  const server = current.dns?.server ?? current.nodes.find(({ kind }) => kind === 'dns')?.slug
  if (server === undefined)
    throw new AppError('bad-input', 'No node of kind dns is declared that could answer for it.')
  const wanted = records.flatMap((record) => declared(record, zone, file))
  return {
    ...current,
    dns: { zone: current.dns?.zone ?? name, server, records: merge(current.dns?.records ?? [], wanted) },
  }
}

function declared(record: ZoneRecord, zone: string, file: string): readonly DeclaredRecord[] {
  const { type, ttl } = record
  if (!isDeclarable(type)) return []
  const name = statedName(record.name, zone)
  const stated = statedData(record)
  return [
    { slug: slugOf(name, type), type, name, stated, ttlSeconds: ttl, specifiedIn: [`zone file ${file}`] },
  ]
}

function merge(old: readonly DeclaredRecord[], wanted: readonly DeclaredRecord[]): DeclaredRecord[] {
  const left = new Set(old)
  const same = new Map(wanted.map((record) => [record, takeFrom(left, (known) => saysSame(known, record))]))
  const missing = wanted.filter((record) => same.get(record) === undefined)
  const known = wanted.flatMap((record): readonly DeclaredRecord[] => {
    const twin = same.get(record)
    if (twin) return [{ ...twin, ttlSeconds: record.ttlSeconds }]
    const partner = onlyPartner(record, missing, [...left])
    return partner ? [changedRecord(partner, record)] : []
  })
  const fresh = missing.filter((record) => onlyPartner(record, missing, [...left]) === undefined)
  const order = new Map(old.map(({ slug }, index) => [slug, index]))
  const place = ({ slug }: DeclaredRecord) => order.get(slug) ?? old.length
  return [...known.sort((one, other) => place(one) - place(other)), ...withOwnSlugs(fresh, known)]
}

function takeFrom(
  left: Set<DeclaredRecord>,
  isIt: (known: DeclaredRecord) => boolean,
): DeclaredRecord | undefined {
  const found = [...left].find(isIt)
  if (found) left.delete(found)
  return found
}

function saysSame(known: DeclaredRecord, record: DeclaredRecord): boolean {
  const isText = record.type === 'TXT' || record.type === 'SPF'
  const fold = (text: string) => (isText ? text : text.toLowerCase())
  return (
    known.type === record.type &&
    known.name.toLowerCase() === record.name.toLowerCase() &&
    fold(known.value ?? known.stated) === fold(record.stated)
  )
}

/** Of one name and type, one record went and one came: it is the same record, changed. */
function onlyPartner(
  record: DeclaredRecord,
  missing: readonly DeclaredRecord[],
  left: readonly DeclaredRecord[],
): DeclaredRecord | undefined {
  const isOfSame = ({ type, name }: DeclaredRecord) => type === record.type && name === record.name
  const gone = left.filter(isOfSame)
  return gone.length === 1 && missing.filter(isOfSame).length === 1 ? gone[0] : undefined
}

/** What is stated with a placeholder stays stated so; the file then says what it stands for. */
function changedRecord({ value: _, ...known }: DeclaredRecord, record: DeclaredRecord): DeclaredRecord {
  const { ttlSeconds, stated } = record
  const hasPlaceholder = /xxx|yyy|\.\.\./i.test(known.stated)
  return hasPlaceholder ? { ...known, ttlSeconds, value: stated } : { ...known, ttlSeconds, stated }
}

function slugOf(name: string, type: string): string {
  const place = name === '@' ? 'apex' : name.replace(/\*/g, 'any')
  const slug = `${place}-${type}`.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return slug.replace(/^-+|-+$/g, '').slice(0, 50)
}

/** New records are numbered until nobody else has their slug. */
function withOwnSlugs(fresh: readonly DeclaredRecord[], known: readonly DeclaredRecord[]): DeclaredRecord[] {
  const taken = new Set(known.map(({ slug }) => slug))
  return fresh.map((record) => {
    let slug = record.slug
    for (let count = 2; taken.has(slug); count++) slug = `${record.slug}-${count}`
    taken.add(slug)
    return { ...record, slug }
  })
}
