import { expect, test } from 'vitest'
import { statedData, statedName } from '@/lib/core/imports/declared-record'
import { makeFact, testNowMs } from '@/lib/testing/finding-factory'
import { readShippedInventory } from '@/lib/testing/shipped-inventory'
import { validAdditions, ZONE_HEAD } from '@/lib/testing/zone-cases'
import { declaredData } from './declared-data'
import { declaredZoneFile } from './declared-zone-file'
import { parseZoneFile } from './zone-file/parse-zone-file'

type Zone = Parameters<typeof declaredZoneFile>[0]
type Records = Zone['records']

const record = (type: string, stated: string, parts: object = {}) =>
  ({ slug: 'one', name: '@', type, stated, specifiedIn: ['DNS'], ...parts }) as Records[number]
const zoneOf = (...records: Records) => ({ zone: 'example.org', server: 'dns', records }) as Zone
const fileOf = (...records: Records) => declaredZoneFile(zoneOf(...records), [], testNowMs)

const soa = record('SOA', 'ns1.example.net hostmaster.example.net 7 3600 900 604800 300')
const ns = record('NS', 'ns1.example.net')

function served(type: 'SOA' | 'NS', data: string) {
  return makeFact({
    kind: 'dns-answer',
    zone: 'example.org',
    server: '192.0.2.53:53',
    serverRole: 'authoritative',
    name: 'example.org',
    type,
    rcode: 'NOERROR',
    isAuthoritative: true,
    isValidated: false,
    usedTcp: false,
    records: [{ ttl: 3600, data }],
    glue: [],
    soa: null,
  })
}
const isAnswer = (
  fact: ReturnType<typeof makeFact>,
): fact is Parameters<typeof declaredZoneFile>[1][number] => fact.body.kind === 'dns-answer'

test('the file holds each declared record, its names absolute and its texts in strings of 255 bytes', () => {
  const text = fileOf(
    soa,
    ns,
    record('TXT', 'k'.repeat(300)),
    record('MX', '10 mx1.smtp.de', { ttlSeconds: 60 }),
  )
  const { records, problems } = parseZoneFile(text, 'example.org')
  expect(problems).toEqual([])
  expect(records.map(({ type, ttl, data }) => [type, ttl, data])).toEqual([
    ['SOA', 300, 'ns1.example.net. hostmaster.example.net. 7 3600 900 604800 300'],
    ['NS', 300, 'ns1.example.net.'],
    ['TXT', 300, `"${'k'.repeat(255)}" "${'k'.repeat(45)}"`],
    ['MX', 60, '10 mx1.smtp.de.'],
  ])
})

test('what cannot be a record is told in a comment and invents nothing', () => {
  const text = fileOf(soa, ns, record('A', '192.0.2.xxx'), record('A', 'not an address\n@ A 192.0.2.66'))
  expect(text).toContain('; Left out: @ A 192.0.2.xxx (no value is known)')
  expect(text).toMatch(/^; Left out: @ A not an address @ A 192\.0\.2\.66/m)
  expect(parseZoneFile(text, 'example.org').records.map(({ type }) => type)).toEqual(['SOA', 'NS'])
})

test('SOA and NS that nobody declared are written as a server gives them, and the file says so', () => {
  const facts = [
    served('SOA', 'ns1.example.net dns.example.net 7 3600 900 604800 300'),
    served('NS', 'ns1.example.net'),
  ].filter(isAnswer)
  const text = declaredZoneFile(zoneOf(record('A', '192.0.2.1')), facts, testNowMs)
  expect(parseZoneFile(text, 'example.org').problems).toEqual([])
  expect(text).toContain('; No SOA is declared: written as 192.0.2.53:53 serves it.')
  const stale = declaredZoneFile(zoneOf(record('A', '192.0.2.1')), facts, testNowMs + 3_600_000)
  expect(stale).toContain('No SOA is declared, and none was seen')
})

test('every record of the shipped estate is in its zone file', () => {
  const { dns } = readShippedInventory()
  if (dns === undefined) throw new Error('the estate has a zone')
  const text = declaredZoneFile(dns, [], testNowMs)
  expect(text).not.toContain('Left out')
  expect(parseZoneFile(text, dns.zone).records).toHaveLength(dns.records.length)
})

test('what an import states is exported as the data that the file had', { timeout: 60_000 }, () => {
  for (const addition of validAdditions) {
    for (const { name, type, ttl, data } of parseZoneFile(`${ZONE_HEAD}${addition}\n`, 'example.org')
      .records) {
      const line = `${statedName(name, 'example.org.')} ${ttl} IN ${type} ${declaredData(type, statedData({ type, data }))}`
      const again = parseZoneFile(line, 'example.org').records.map((each) => each.data)
      expect(again.map(joined), line).toEqual([joined(data)])
    }
  }
})

/** Where a text is cut into strings is not kept: receivers join them. */
function joined(data: string): string {
  return data.replaceAll('" "', '')
}
