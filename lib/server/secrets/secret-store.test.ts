import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSecretStore } from './secret-store'

let folder: string
let nowMs = 0
const clock = { nowMs: () => nowMs }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'))
  nowMs = 0
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function storeOf(variables: Record<string, string> = {}) {
  return createSecretStore({ folder, clock, findVariable: (name) => variables[name] })
}

describe('the secret store', () => {
  it('reads a variable and a file below the data folder', async () => {
    mkdirSync(join(folder, 'lab'))
    writeFileSync(join(folder, 'lab', 'token'), 'abc\n')
    const store = storeOf({ TOKEN: 'xyz' })
    expect(await store.read('env:TOKEN')).toBe('xyz')
    expect(await store.read('file:lab/token')).toBe('abc')
  })

  it('takes up a rotated secret soon', async () => {
    writeFileSync(join(folder, 'token'), 'old')
    const store = storeOf()
    expect(await store.read('file:token')).toBe('old')
    writeFileSync(join(folder, 'token'), 'new')
    nowMs = 5_000
    expect(await store.read('file:token')).toBe('new')
  })

  it.each([
    ['env:MISSING', 'the secret env:MISSING is not set'],
    ['file:missing', 'file:missing cannot be read'],
    ['file:../../etc/passwd', 'file:../../etc/passwd lies outside the data folder'],
    ['file:/etc/passwd', 'file:/etc/passwd lies outside the data folder'],
    ['hunter2', 'a secret is named neither env:NAME nor file:PATH'],
  ])('names the reference that cannot be read, never a value: %s', async (reference, message) => {
    await expect(storeOf().read(reference)).rejects.toMatchObject({ code: 'unavailable', message })
  })
})
