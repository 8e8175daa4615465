import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findProbeKind, probeKinds } from './registry'

const kindsOfFiles = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.probe.ts'))
  .map((name) => name.slice(0, -'.probe.ts'.length))

describe('the registry of probe kinds', () => {
  it('knows every probe file by its name, and nothing else', () => {
    expect(probeKinds.map(({ kind }) => kind).toSorted()).toEqual(kindsOfFiles.toSorted())
  })

  it.each(kindsOfFiles)('publishes the settings of %s as JSON Schema without foreign fields', (kind) => {
    const settings = findProbeKind(kind)?.settings ?? z.never()
    expect(z.toJSONSchema(settings, { io: 'input' })).toMatchObject({
      type: 'object',
      additionalProperties: false,
    })
  })

  it('finds nothing under a kind that does not exist', () => {
    expect(findProbeKind('carrier-pigeon')).toBeUndefined()
  })
})
