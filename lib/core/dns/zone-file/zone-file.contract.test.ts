import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arbitraryZone } from '@/lib/testing/arbitrary-zone'
import { ensureDebianTools, type RunTool } from '@/lib/testing/debian-tools'
import {
  invalidAdditions,
  invalidZones,
  validAdditions,
  validZones,
  ZONE_HEAD,
} from '@/lib/testing/zone-cases'
import { formatZoneFile } from './format-zone-file'
import { parseZoneFile } from './parse-zone-file'

const RUNS = 400
const folder = mkdtempSync(join(tmpdir(), 'zones-'))
let tool: RunTool

beforeAll(async () => {
  tool = await ensureDebianTools()
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What BIND itself says of the file. Names outside the zone are not looked up. */
async function bindTakes(text: string): Promise<boolean> {
  const file = join(folder, 'zone')
  writeFileSync(file, text)
  const { code } = await tool('named-checkzone', ['-i', 'local', 'example.org', file])
  return code === 0
}

const weTake = (text: string) => parseZoneFile(text, 'example.org').problems.length === 0

describe('BIND and our parser agree on zone files', () => {
  const withHead = (addition: string) => `${ZONE_HEAD}${addition}\n`

  it.each([...validAdditions.map(withHead), ...validZones])('both take %j', async (text) => {
    expect([await bindTakes(text), weTake(text)]).toEqual([true, true])
  })

  it.each([...invalidAdditions.map(withHead), ...invalidZones])('both refuse %j', async (text) => {
    expect([await bindTakes(text), weTake(text)]).toEqual([false, false])
  })

  it(`on ${RUNS} generated and mutated files`, { timeout: 120_000 }, async () => {
    let valid = 0
    await fc.assert(
      fc.asyncProperty(arbitraryZone, async (text) => {
        const isTaken = await bindTakes(text)
        if (isTaken) valid++
        expect(weTake(text)).toBe(isTaken)
      }),
      { numRuns: RUNS, seed: 20_260_501 },
    )
    expect(valid).toBeGreaterThan(RUNS / 20)
  })

  it('BIND reads the same records from our export as from the file', async () => {
    const text = validAdditions
      .filter((addition) =>
        /^(?:a\\|@ TXT|_|host (?:SSHFP|HINFO|NAPTR|URI)|v6|\$GEN|svc (?:HTTPS|TYPE65)|_8443|www NSEC |@ NSEC3|@ RRSIG A 8 2 300 2030|x (?:LOC|APL|WKS|KEY|CERT|HIP|A6|IPSECKEY|AMTRELAY|NSAP|ATMA|DOA|EUI|N[ID]D|NXT|SIG|ZONEMD|CSYNC|DSYNC|L(?:32|64|P)|MINFO|GPOS|X25|ISDN|SINK|TYPE10|NULL) )/.test(
          addition,
        ),
      )
      .reduce((all, addition) => `${all}${addition}\n$ORIGIN example.org.\n`, ZONE_HEAD)
    const { records, problems } = parseZoneFile(text, 'example.org')
    expect(problems).toEqual([])
    expect(records.length).toBeGreaterThan(30)
    expect(await compiled(formatZoneFile(records, 'example.org'))).toEqual(await compiled(text))
  })
})

/** The zone as BIND understands it, one record a line in its own order and form. */
async function compiled(text: string): Promise<readonly string[]> {
  const file = join(folder, 'source')
  writeFileSync(file, text)
  const args = ['-i', 'local', '-k', 'ignore', '-s', 'full', '-o', '-', 'example.org', file]
  const { code, output, errors } = await tool('named-compilezone', args)
  if (code !== 0) throw new Error(errors)
  return output.split('\n').filter((line) => line !== '' && !line.startsWith(';'))
}
