import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readOrCreateSecret } from './secret'

test("a secret is its owner's alone, and the folders above stay open to servers that run as others", () => {
  const folder = mkdtempSync(join(tmpdir(), 'secret-'))
  const secret = readOrCreateSecret(join(folder, 'lab', 'secrets'), 'one')
  expect(readOrCreateSecret(join(folder, 'lab', 'secrets'), 'one')).toBe(secret)
  const modes = ['lab', 'lab/secrets', 'lab/secrets/one'].map((name) =>
    (statSync(join(folder, name)).mode & 0o777).toString(8),
  )
  expect(modes).toEqual(['755', '700', '600'])
  rmSync(folder, { recursive: true })
})
