import { z } from 'zod'
import { type Endpoint, fileBody, noBody, noContent } from '@/lib/core/api/endpoint'
import { problemSchema } from '@/lib/core/api/problem'
import { routes } from './route-registry'

type Json = Readonly<Record<string, unknown>>

/** The OpenAPI 3.1 document of the API, made of the very schemas that requests are parsed with. */
export function openApiDocument(): Json {
  const schemas: Record<string, unknown> = {}
  const endpoints = routes.map(({ endpoint }) => endpoint)
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const operations = paths[endpoint.path] ?? {}
    operations[endpoint.method.toLowerCase()] = operationOf(endpoint, schemas)
    paths[endpoint.path] = operations
  }
  schemas.Problem = jsonSchema(problemSchema, 'output', schemas)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Switchyard',
      version: '1',
      description:
        'Roles, from least to most: auditor, operator, commander, admin; each may do what those before it may. ' +
        'Writes by session cookie must come from the same origin. Errors are application/problem+json.',
    },
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API token, `swy_…`.' },
        session: { type: 'apiKey', in: 'cookie', name: 'switchyard.session' },
      },
    },
    security: [{ bearer: [] }, { session: [] }],
  }
}

function operationOf(endpoint: Endpoint, schemas: Record<string, unknown>): Json {
  const { id, summary, role, body } = endpoint
  const isWrite = endpoint.method !== 'GET'
  return {
    operationId: id,
    summary,
    'x-role': role,
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
      ...(isWrite ? [idempotencyKey] : []),
    ],
    ...(body === noBody ? {} : { requestBody: { required: true, content: contentOf(body, schemas) } }),
    responses: {
      ...successOf(endpoint, schemas),
      default: {
        description: 'Not done; the problem says why',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 200 },
  description: 'The same key with the same request gets the first answer, for a day.',
}

function successOf(endpoint: Endpoint, schemas: Record<string, unknown>): Json {
  const { response, contentType } = endpoint
  if (response === noContent) return { '204': { description: 'Done' } }
  const content =
    contentType === undefined
      ? jsonContent(response, 'output', schemas)
      : { [contentType]: { schema: { type: 'string' } } }
  return { '200': { description: 'Done', content } }
}

function contentOf(body: z.ZodType, schemas: Record<string, unknown>): Json {
  if (body !== fileBody) return jsonContent(body, 'input', schemas)
  return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
}

function jsonContent(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, unknown>): Json {
  return { 'application/json': { schema: jsonSchema(schema, io, schemas) } }
}

/** Each property of the parameters' object, with its own schema. */
function parametersOf(schema: z.ZodType, place: 'path' | 'query'): readonly Json[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', {}) as {
    properties?: Record<string, Json>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property
    const isRequired = place === 'path' || required.includes(name)
    return {
      name,
      in: place,
      required: isRequired,
      schema: rest,
      ...(description === undefined ? {} : { description }),
    }
  })
}

/** Named schemas go to the components, everything else stays where it is. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, unknown>): Json {
  const { $schema, $defs, ...root } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ jsonSchema: node }) => {
      delete node.id
    },
  }) as Record<string, unknown>
  for (const [name, definition] of Object.entries(asRecord($defs))) schemas[name] = relocated(definition)
  return asRecord(relocated(root))
}

function relocated(value: unknown): unknown {
  const text = JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')
  return JSON.parse(text)
}

function asRecord(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
}
