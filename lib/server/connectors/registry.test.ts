import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { connectorKinds, findConnectorKind } from './registry'

const kindsOfFiles = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.connector.ts'))
  .map((name) => name.slice(0, -'.connector.ts'.length))

describe('the registry of connector kinds', () => {
  it('knows every connector file by its name, and nothing else', () => {
    expect(connectorKinds.map(({ kind }) => kind).toSorted()).toEqual(kindsOfFiles.toSorted())
  })

  it.each(kindsOfFiles)('takes settings of %s without foreign fields only', (kind) => {
    const settings = findConnectorKind(kind)?.settings ?? z.never()
    expect(z.toJSONSchema(settings, { io: 'input' })).toMatchObject({
      type: 'object',
      additionalProperties: false,
    })
  })

  it('finds nothing under a kind that does not exist', () => {
    expect(findConnectorKind('carrier-pigeon')).toBeUndefined()
  })
})
