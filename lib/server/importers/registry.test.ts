import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { findImporter, importers } from './registry'

const kindsOfFiles = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.importer.ts'))
  .map((name) => name.slice(0, -'.importer.ts'.length))

it('knows every importer file by its name, and nothing else', () => {
  expect(importers.map(({ kind }) => kind).toSorted()).toEqual(kindsOfFiles.toSorted())
})

it('finds nothing under a kind that does not exist', () => {
  expect(findImporter('carrier-pigeon')).toBeUndefined()
})
