import { describe, expect, test } from 'vitest'
import { openApiDocument } from './openapi'

type Json = Readonly<Record<string, unknown>>

const document = JSON.parse(JSON.stringify(openApiDocument()))
const operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Json })),
)

function refsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : refsIn(inner)))
}

function find(ref: string): unknown {
  const steps = ref.replace(/^#\//, '').split('/')
  return steps.reduce<unknown>((place, step) => (place as Json | undefined)?.[step], document)
}

describe('the OpenAPI document', () => {
  test('is of version 3.1 and describes every route', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(operations.length).toBeGreaterThan(30)
  })

  test('leads every reference to something', () => {
    const refs = refsIn(document)
    expect(refs.length).toBeGreaterThan(30)
    for (const ref of refs) expect(find(ref), ref).toBeTypeOf('object')
  })

  test.each(operations)(
    '$method $path declares the parameters of its path, and answers',
    ({ path, operation }) => {
      const parameters = operation.parameters as readonly { name: string; in: string; required: boolean }[]
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath)
      expect(parameters.filter((one) => one.in === 'path').every(({ required }) => required)).toBe(true)
      expect(Object.keys(operation.responses as Json)).toContain('default')
      expect(operation.summary).toBeTypeOf('string')
    },
  )

  test('leaves no schema without a shape', () => {
    for (const { operation, path } of operations) {
      const { content } = (operation.responses as Record<string, Json>)['200'] ?? {}
      for (const media of Object.values((content as Record<string, Json>) ?? {})) {
        expect(Object.keys(media.schema as Json), path).not.toHaveLength(0)
      }
    }
  })
})
