import { readDeclared } from '@/lib/core/dns/read-declared'
import { isMarkedUndeclared } from '@/lib/core/dns/undeclared-mark'
import { comparableData } from '@/lib/core/dns/zone-file/parse-zone-file'
import type { ZoneDefaultTtl, ZoneRecord } from '@/lib/core/dns/zone-file/zone-record'
import { AppError } from '@/lib/core/errors/app-error'
import { dnsRecordTypes } from '@/lib/core/inventory/dns-record'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { statedData, statedName } from './declared-record'

type DeclaredZone = NonNullable<Inventory['dns']>
type DeclaredRecord = DeclaredZone['records'][number]
type DeclaredType = DeclaredRecord['type']

interface ZoneImport {
  /** Absolute, with the final dot. */
  readonly zone: string
  readonly records: readonly ZoneRecord[]
  readonly defaultTtls: readonly ZoneDefaultTtl[]
  readonly file: string
}

/** Types that the inventory has no word for stay out of it. */
export function isDeclarable(type: string): type is DeclaredType {
  return (dnsRecordTypes as readonly string[]).includes(type)
}

/**
 * The inventory with its DNS records as the zone file has them. Records that say the same keep what people wrote
 * about them; one that only changed keeps its slug, and one that no zone file can hold stays. What the file marks as
 * undeclared is not declared by it. Throws AppError when it cannot belong to this inventory.
 */
export function zoneToInventory(current: Inventory | null, imported: ZoneImport): Inventory {
  const { zone, records, defaultTtls, file } = imported
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
  const onlyDefault = onlyDefaultOf(defaultTtls)
  const wanted = records
    .filter(({ comment }) => !isMarkedUndeclared(comment))
    .flatMap((record) => declared(record, imported, onlyDefault !== undefined))
  const { records: old = [], defaultTtlSeconds, ...others } = current.dns ?? { zone: name, server }
  const declaredDefault = onlyDefault ? declaredSeconds(onlyDefault) : defaultTtlSeconds
  return {
    ...current,
    dns: {
      ...others,
      ...(declaredDefault === undefined ? {} : { defaultTtlSeconds: declaredDefault }),
      records: merge(old, wanted, zone),
    },
  }
}

/** What the whole file has as its default. Several ones leave records no choice but to state their own. */
function onlyDefaultOf(defaults: readonly ZoneDefaultTtl[]): ZoneDefaultTtl | undefined {
  return new Set(defaults.map(({ seconds }) => seconds)).size === 1 ? defaults[0] : undefined
}

function declaredSeconds({ seconds, comment }: ZoneDefaultTtl): number | undefined {
  return isMarkedUndeclared(comment) ? undefined : seconds
}

function declared(
  record: ZoneRecord,
  { zone, file }: ZoneImport,
  takesDefault: boolean,
): readonly DeclaredRecord[] {
  const { type, ttl, hasDefaultTtl } = record
  if (!isDeclarable(type)) return []
  const name = statedName(record.name, zone)
  const own = { slug: slugOf(name, type), type, name, stated: statedData(record) }
  const said = { ...own, specifiedIn: [`zone file ${file}`] }
  return [takesDefault && hasDefaultTtl ? said : { ...said, ttlSeconds: ttl }]
}

function merge(
  old: readonly DeclaredRecord[],
  read: readonly DeclaredRecord[],
  zone: string,
): DeclaredRecord[] {
  const wanted = [...Map.groupBy(read, saying).values()].flatMap(([first]) => first ?? [])
  const spoken = new Map(old.map((record) => [record, spokenBy(record, zone)]))
  const bySaying = Map.groupBy(old, (record) => spoken.get(record))
  const twinOf = (record: DeclaredRecord) => bySaying.get(saying(record))?.[0]
  const missing = wanted.filter((record) => twinOf(record) === undefined)
  const said = new Set<string | undefined>(wanted.map(saying))
  const left = old.filter((record) => !said.has(spoken.get(record)))
  const partners = new Map(missing.map((record) => [record, onlyPartner(record, missing, left)]))
  const known = wanted.flatMap((record): readonly DeclaredRecord[] => {
    const twin = twinOf(record)
    if (twin) return [withTtlOf(record, twin)]
    const partner = partners.get(record)
    return partner ? [changedRecord(partner, record)] : []
  })
  const taken = new Set(known.map(({ slug }) => slug))
  const kept = old.filter(
    (record) => !taken.has(record.slug) && (spoken.get(record) === undefined || said.has(spoken.get(record))),
  )
  const fresh = missing.filter((record) => partners.get(record) === undefined)
  const order = new Map(old.map(({ slug }, index) => [slug, index]))
  const place = ({ slug }: DeclaredRecord) => order.get(slug) ?? old.length
  const staying = [...known, ...kept].sort((one, other) => place(one) - place(other))
  return [...staying, ...withOwnSlugs(fresh, staying)]
}

/** What a declared record says in a zone file; undefined for what no zone file can hold. */
function spokenBy(record: DeclaredRecord, zone: string): string | undefined {
  const read = readDeclared(record, { zone })
  if (!('record' in read)) return undefined
  return saying({
    type: record.type,
    name: statedName(read.record.name, zone),
    stated: statedData(read.record),
  })
}

/** Two records are the same when this is. */
function saying({ type, name, stated }: Pick<DeclaredRecord, 'type' | 'name' | 'stated'>): string {
  return `${type} ${name.toLowerCase()} ${comparableData(type, stated)}`
}

function withTtlOf(
  { ttlSeconds }: DeclaredRecord,
  { ttlSeconds: _, ...known }: DeclaredRecord,
): DeclaredRecord {
  return ttlSeconds === undefined ? known : { ...known, ttlSeconds }
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
  const { stated } = record
  const isOpen = /xxx|yyy|\.\.\./i.test(known.stated)
  return withTtlOf(record, isOpen ? { ...known, value: stated } : { ...known, stated })
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
