import { expect, test } from 'vitest'
import { ASKPROAI_RECORDS } from '@/lab/dns/records'
import { zoneFile } from '@/lab/dns/zone-file'

test('the zone has one line for every record of the specification', () => {
  const text = zoneFile(ASKPROAI_RECORDS, 1)
  for (const { name, type } of ASKPROAI_RECORDS) expect(text).toContain(`${name}. IN ${type} `)
  expect(text).toContain('askproai.de. IN MX 10 mx1.smtp.de.\n')
  expect(text).toContain('askproai.de. IN CAA 0 issue "letsencrypt.org"\n')
  expect(text.trimEnd().split('\n')).toHaveLength(ASKPROAI_RECORDS.length + 4)
})

test('a text longer than 255 bytes becomes several strings of one record', () => {
  const record = {
    name: 'long.askproai.de',
    type: 'TXT',
    content: 'x'.repeat(300),
    isProxied: false,
  } as const
  expect(zoneFile([record], 1)).toContain(`"${'x'.repeat(255)}" "${'x'.repeat(45)}"`)
})
