import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureClientKey, isWhole } from './keys'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a key is whole, and the same when asked for again', async () => {
  const made = await ensureClientKey(join(folder, 'one'), 'test')
  expect(isWhole(made.publicKey)).toBe(true)
  expect(await ensureClientKey(join(folder, 'one'), 'test')).toEqual(made)
})

test('a key that lost a byte as it was made is made anew', async () => {
  const short = Buffer.concat([
    Buffer.from('0000000b7373682d6564323535313900000020', 'hex'),
    Buffer.alloc(31, 1),
  ])
  writeFileSync(join(folder, 'two'), 'not a key')
  writeFileSync(join(folder, 'two.pub'), `ssh-ed25519 ${short.toString('base64')} test\n`)
  const made = await ensureClientKey(join(folder, 'two'), 'test')
  expect(isWhole(made.publicKey)).toBe(true)
  expect(made.privateKey).toContain('OPENSSH PRIVATE KEY')
})
