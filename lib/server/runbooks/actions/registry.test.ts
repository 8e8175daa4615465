import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { actionKinds } from './registry'

const kindsOfFiles = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.action.ts'))
  .map((name) => name.slice(0, -'.action.ts'.length))

it('knows every action file by its name, and nothing else', () => {
  expect(actionKinds.map(({ kind }) => kind).toSorted()).toEqual(kindsOfFiles.toSorted())
})
