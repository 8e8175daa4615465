import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkKinds } from './registry'

const kindsOfFiles = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.check.ts'))
  .map((name) => name.slice(0, -'.check.ts'.length))

it('knows every check file by its name, and nothing else', () => {
  expect(checkKinds.map(({ kind }) => kind).toSorted()).toEqual(kindsOfFiles.toSorted())
})
