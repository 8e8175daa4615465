import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arbitraryZone } from '@/lib/testing/arbitrary-zone'
import { ensureDebianTools, type RunTool } from '@/lib/testing/debian-tools'
import { invalidZones, validZones } from '@/lib/testing/whole-zone-cases'
import { invalidAdditions, validAdditions, ZONE_HEAD } from '@/lib/testing/zone-cases'
import { formatZoneFile } from './format-zone-file'
import { parseZoneFile } from './parse-zone-file'

/** A fixed budget: the same files each time. */
const SEED = 20_260_501
const FILES = 400
const AT_ONCE = 4
const folder = mkdtempSync(join(tmpdir(), 'zones-'))
let tool: RunTool

beforeAll(async () => {
  tool = await ensureDebianTools()
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What BIND itself says of the file. Names outside the zone are not looked up. */
async function bindTakes(text: string, name = 'zone'): Promise<boolean> {
  const file = join(folder, name)
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

  it('up to 200,000 records, which is a limit of ours', { timeout: 120_000 }, async () => {
    const most = withHead('$GENERATE 1-199997 h$ A 192.0.2.1')
    const more = withHead('$GENERATE 1-199998 h$ A 192.0.2.1')
    expect([await bindTakes(most), weTake(most)]).toEqual([true, true])
    expect(await bindTakes(more)).toBe(true)
    expect(parseZoneFile(more, 'example.org').problems).toMatchObject([
      {
        line: 5,
        reason: 'the file stands for more than 200000 records, which is as many as are read of one',
      },
    ])
  })

  it(`on ${FILES} generated files, seed ${SEED}`, { timeout: 180_000 }, async () => {
    const files = fc.sample(arbitraryZone, { numRuns: FILES, seed: SEED }).values()
    const taken: string[] = []
    const disputed: { readonly text: string; readonly bindTakes: boolean }[] = []
    const check = async (_: unknown, worker: number) => {
      // One iterator for all: each takes the next file that nobody has taken.
      for (const text of files) {
        const isTaken = await bindTakes(text, `zone-${worker}`)
        if (isTaken) taken.push(text)
        if (weTake(text) !== isTaken) disputed.push({ text, bindTakes: isTaken })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, check))
    expect(disputed).toEqual([])
    expect(taken.length).toBeGreaterThan(FILES / 10)
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
