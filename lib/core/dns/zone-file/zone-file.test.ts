import { describe, expect, it } from 'vitest'
import { cpuTimeMs } from '@/lib/testing/cpu-time'
import { invalidZones, validZones } from '@/lib/testing/whole-zone-cases'
import { invalidAdditions, validAdditions, ZONE_HEAD } from '@/lib/testing/zone-cases'
import { formatZoneFile } from './format-zone-file'
import { parseZoneFile } from './parse-zone-file'

const parse = (text: string) => parseZoneFile(text, 'example.org')
const withHead = (addition: string) => parse(`${ZONE_HEAD}${addition}\n`)
const added = (addition: string) => withHead(addition).records.slice(3)

describe('a zone file', () => {
  it.each(validAdditions)('is valid with %j', (addition) => {
    expect(withHead(addition).problems).toEqual([])
  })

  it.each(validZones)('is valid as %j', (text) => {
    expect(parse(text).problems).toEqual([])
  })

  it.each(invalidAdditions)('is refused with %j, with a reason, a remedy and a line', (addition) => {
    const [problem] = withHead(addition).problems
    expect(problem?.reason).not.toBe('')
    expect(problem?.remedy).not.toBe('')
    expect(problem?.line).toBeGreaterThan(0)
  })

  it.each(invalidZones)('is refused as %j', (text) => {
    expect(parse(text).problems).not.toEqual([])
  })

  it.each([...validAdditions, ''])('says the same after it was written and read again: %j', (addition) => {
    const { records } = withHead(addition)
    const again = parse(formatZoneFile(records, 'example.org'))
    expect(again.problems).toEqual([])
    const bare = (list: typeof records) =>
      list.map(({ name, ttl, type, data, hosts }) => ({ name, ttl, type, data, hosts }))
    expect(bare(again.records)).toEqual(bare(records))
  })

  it('reads every construct of RFC 1035 into absolute records', () => {
    const zone = parse(`$TTL 1h
@ IN SOA ns1 hostmaster.example.org. ( 1 ; serial
      2h 15m 1w 300 )
  NS ns1
ns1 A 192.0.2.1
$ORIGIN sub
host 60 IN A 192.0.2.2
     TXT "a b" c\\ d "\\"e\\"" \\101
$ORIGIN example.org.
$GENERATE 1-2 node-\${0,2} CNAME host.sub
`)
    expect(zone.problems).toEqual([])
    expect(zone.records.map(({ line, name, ttl, type, data }) => [line, name, ttl, type, data])).toEqual([
      [2, 'example.org.', 3600, 'SOA', 'ns1.example.org. hostmaster.example.org. 1 7200 900 604800 300'],
      [4, 'example.org.', 3600, 'NS', 'ns1.example.org.'],
      [5, 'ns1.example.org.', 3600, 'A', '192.0.2.1'],
      [7, 'host.sub.example.org.', 60, 'A', '192.0.2.2'],
      [8, 'host.sub.example.org.', 3600, 'TXT', '"a b" "c d" "\\"e\\"" "e"'],
      [10, 'node-01.example.org.', 3600, 'CNAME', 'host.sub.example.org.'],
      [10, 'node-02.example.org.', 3600, 'CNAME', 'host.sub.example.org.'],
    ])
  })

  it('names the line and the remedy of each thing that is wrong, and reads the rest', () => {
    const { records, problems } = withHead('www A 192.0.2.300\nftp A 192.0.2.2\nx FOO y')
    expect(records.at(-1)?.name).toBe('ftp.example.org.')
    expect(problems).toEqual([
      {
        line: 5,
        text: 'www A 192.0.2.300',
        reason: '192.0.2.300 is not an IPv4 address',
        remedy: 'Write four numbers from 0 to 255: 192.0.2.1.',
      },
      expect.objectContaining({ line: 7, reason: 'there is no record type FOO' }),
    ])
  })

  it('refuses $INCLUDE and says why', () => {
    const [problem] = withHead('$INCLUDE db.shared').problems
    expect(problem?.reason).toContain('nothing but the file it was given')
    expect(problem?.remedy).toContain('named-compilezone')
  })

  it('notes what servers take with a warning', () => {
    expect(withHead('under_score A 192.0.2.2').notes.map(({ note }) => note)).toEqual([
      'under_score.example.org. is not the name of a host, as A records should have',
    ])
    expect(withHead('@ MX 10 mail').notes.map(({ note }) => note)).toEqual([
      'MX names mail.example.org., and the zone has no address of it',
    ])
    expect(withHead('outside.test. A 192.0.2.2').notes.map(({ note }) => note)).toEqual([
      'outside.test. lies outside the zone and is left out',
    ])
  })

  it('writes generic data of a known type in the form of that type', () => {
    expect(added('www TYPE1 \\# 4 C0000202')[0]).toMatchObject({ type: 'A', data: '192.0.2.2' })
    expect(added('www TYPE15 \\# 5 000a 0161 00')[0]).toMatchObject({ type: 'MX', data: '10 a.' })
    expect(added('www TYPE65280 \\# 3 abcdef')[0]).toMatchObject({ type: 'TYPE65280', data: '\\# 3 ABCDEF' })
  })

  it('stops at the first record beyond its limit, those that repeat and those outside the zone included', () => {
    for (const generated of [
      '$GENERATE 0-2147483647 h$ A 192.0.2.1',
      '$GENERATE 0-2147483647 h A 192.0.2.1',
      '$GENERATE 0-2147483647 h$.elsewhere.test. A 192.0.2.1',
    ]) {
      const { problems } = withHead(`${generated}\nx FOO`)
      expect(problems.map(({ line }) => line)).toEqual([5])
      expect(problems[0]?.reason).toContain('more than 200000 records')
    }
  }, 180_000)

  it('stops at the thousandth line that is wrong, and says so', () => {
    const { problems } = parse('x\n'.repeat(1_000_000))
    expect(problems).toHaveLength(1_001)
    expect(problems.at(-1)).toMatchObject({
      line: 1_000,
      reason: '1000 lines are wrong, and the rest of the file is not read',
    })
  })

  it('reads a megabyte in one line, in one text and in one parenthesis quickly', { timeout: 120_000 }, () => {
    const megabyte = 'x'.repeat(1_000_000)
    for (const text of [
      megabyte,
      `@ TXT "${megabyte}"`,
      `@ TXT (${'a '.repeat(500_000)})`,
      '('.repeat(1_000_000),
    ]) {
      expect(cpuTimeMs(() => expect(withHead(text).problems).not.toEqual([]))).toBeLessThan(4_000)
    }
  })
})
