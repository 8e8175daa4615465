import { describe, expect, it } from 'vitest'
import type { ImportReading } from '@/lib/core/imports/import-reading'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { planInventory } from '@/lib/core/inventory/plan-inventory'
import { makeInventory, makeNode } from '@/lib/testing/inventory-factory'
import { bindZoneImporter } from './bind-zone.importer'

type Dns = NonNullable<Inventory['dns']>
const record = (slug: string, parts: Partial<Dns['records'][number]>): Dns['records'][number] => ({
  slug,
  type: 'A',
  name: '@',
  stated: '192.0.2.1',
  specifiedIn: ['DNS Record Structure'],
  ...parts,
})

const declared = makeInventory({
  nodes: [makeNode('web', { zone: 'dmz' }), makeNode('database', { kind: 'dns' })],
  dns: {
    zone: 'example.org',
    server: 'database',
    records: [
      record('apex-a', { stated: '192.0.2.xxx', value: '192.0.2.1', isProxied: true }),
      record('www', { type: 'CNAME', name: 'www', stated: 'example.org' }),
      record('mail', { type: 'MX', stated: '10 mx1.mail.test' }),
      record('spf', { type: 'TXT', stated: 'v=spf1 -all' }),
      record('caa', { type: 'CAA', stated: '0 issue "letsencrypt.org"' }),
      record('old', { name: 'old' }),
    ],
  },
})

const FILE = `$ORIGIN example.org.
$TTL 300
@ SOA ns.elsewhere.test. hostmaster 7 3600 900 604800 300
  NS ns.elsewhere.test.
  A 192.0.2.1
www CNAME @
@ MX 10 mx9.mail.test.
@ TXT "v=spf1 " "-all"
@ CAA 0 issue "letsencrypt.org"
_sip._tcp SRV 0 5 5060 sip.elsewhere.test.
host HINFO PC Linux
`
const read = (text: string, zone: string | null = null) =>
  bindZoneImporter.read(text, { file: 'db.txt', node: '', zone })

function changed({ effect }: ImportReading, current: Inventory | null = declared): Inventory {
  if (effect?.type !== 'inventory') throw new Error('nothing is taken over')
  return effect.change(current) as Inventory
}

describe('an import of a zone', () => {
  it('keeps what people wrote of records that say the same, and plans the rest', () => {
    const after = changed(read(FILE))
    const { changes } = planInventory(declared, after)
    const summary = changes.map((change) => `${change.type} ${change.slug}`)
    expect(summary).toEqual([
      'changed example.org',
      'changed mail',
      'added apex-soa',
      'added apex-ns',
      'added sip-tcp-srv',
      'removed old',
    ])
    expect(after.dns?.defaultTtlSeconds).toBe(300)
    const records = new Map(after.dns?.records.map((one) => [one.slug, one]))
    expect(records.get('apex-a')).toMatchObject({
      stated: '192.0.2.xxx',
      value: '192.0.2.1',
    })
    expect(records.get('mail')).toMatchObject({
      stated: '10 mx9.mail.test',
      specifiedIn: ['DNS Record Structure'],
    })
    expect(records.get('spf')).toMatchObject({ stated: 'v=spf1 -all' })
  })

  it('plans nothing when it is imported again', () => {
    const once = changed(read(FILE))
    expect(planInventory(once, changed(read(FILE), once)).changes).toEqual([])
  })

  it('says of each record what it is, and of one that cannot be declared why', () => {
    const { understood, notUnderstood } = read(FILE)
    expect(understood.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(notUnderstood).toMatchObject([{ line: 11, reason: 'the inventory declares no HINFO records' }])
  })

  it('takes nothing over while BIND would refuse the zone', () => {
    const reading = read(`${FILE}www TXT x\n`)
    expect(reading.effect).toBeNull()
    expect(reading.notUnderstood.map(({ line }) => line)).toEqual([11, 12])
  })

  it('finds the zone by its SOA, its $ORIGIN, its file name or the inventory, and refuses another one', () => {
    const other = 'other.test. 60 SOA ns.elsewhere.test. h 1 2 3 4 5\nother.test. 60 NS ns.elsewhere.test.\n'
    expect(() => changed(read(other))).toThrow(/zone example.org, and db.txt is of other.test/)
    const relative = '@ 60 SOA ns.elsewhere.test. h 1 2 3 4 5\n@ NS ns.elsewhere.test.\n'
    expect(() => read(relative)).toThrow(/of which zone/)
    expect(changed(read(relative, 'example.org')).dns?.records.map(({ slug }) => slug)).toEqual([
      'apex-soa',
      'apex-ns',
    ])
    const named = bindZoneImporter.read(relative, { file: 'db.example.org', node: '', zone: null })
    expect(changed(named).dns?.zone).toBe('example.org')
  })

  it('recognises zones by what they say', () => {
    expect(bindZoneImporter.recognises(FILE)).toBe(true)
    expect(bindZoneImporter.recognises('@ IN SOA a b 1 2 3 4 5')).toBe(true)
    expect(bindZoneImporter.recognises('Status: active')).toBe(false)
  })
})
