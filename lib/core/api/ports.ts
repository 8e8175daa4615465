import { z } from 'zod'
import { firewallRuleSchema, portSchema } from '@/lib/core/inventory/port'
import { portStates, vantages } from '@/lib/core/observed/fact'
import { portVerdicts } from '@/lib/core/ports/port-verdict'
import { defineEndpoint } from './endpoint'
import { sectionSchema } from './estate-section'
import { instantSchema } from './instant'

const decisionSchema = z.object({
  action: z.enum(['allow', 'deny', 'reject', 'limit', 'unknown']),
  rule: z.string().meta({ description: 'The rule that explains it; the first match wins.' }),
  isDefault: z.boolean(),
  from: z.string(),
})

export const portCellSchema = z
  .object({
    id: z.string().meta({ description: '`nginx-1:443/tcp`' }),
    node: z.string().nullable().meta({ description: 'Null for an address that no node has.' }),
    address: z.string().nullable(),
    port: z.int(),
    transport: z.enum(['tcp', 'udp']),
    declared: portSchema.nullable(),
    named: z
      .object({ view: z.string(), field: z.string(), value: z.string() })
      .nullable()
      .meta({ description: 'Where the rest of the inventory names a port that the matrix leaves out.' }),
    approval: z.enum(['current', 'expired', 'missing']).nullable(),
    verdict: z.enum(portVerdicts),
    sights: z
      .array(
        z.object({
          vantage: z.enum(vantages),
          state: z.enum(portStates),
          isLoopback: z.boolean().meta({ description: 'Open to the machine itself, and to nobody else.' }),
          verdict: z.enum(portVerdicts),
          service: z.string().nullable(),
          reason: z.string().nullable(),
          setBy: z.string(),
          observedAt: instantSchema,
          since: instantSchema,
          isStale: z.boolean(),
        }),
      )
      .meta({ description: 'The newest word from each vantage.' }),
    firewall: z.object({ declared: decisionSchema.nullable(), observed: decisionSchema.nullable() }),
  })
  .meta({ id: 'PortCell' })
export type PortCellWire = z.infer<typeof portCellSchema>

export const getPorts = defineEndpoint({
  id: 'getPorts',
  method: 'GET',
  path: '/api/v1/ports',
  summary: 'The port matrix: every declared port and every open one, declared beside observed',
  role: 'auditor',
  response: sectionSchema(
    z.object({ ports: z.array(portSchema), firewallRules: z.array(firewallRuleSchema) }),
  ).extend({
    cells: z.array(portCellSchema),
    counts: z.record(z.enum(portVerdicts), z.int()),
  }),
})

const stateOrNone = z.enum(portStates).nullable().meta({ description: 'Null: not observed.' })

export const portHistory = defineEndpoint({
  id: 'getPortHistory',
  method: 'GET',
  path: '/api/v1/ports/history',
  summary: 'How one port changed, the newest change first',
  role: 'auditor',
  query: z.strictObject({
    cell: z
      .string()
      .regex(/^.+:\d+\/(tcp|udp)$/)
      .meta({ description: '`nginx-1:443/tcp`' }),
  }),
  response: z.object({
    changes: z.array(
      z.object({
        at: instantSchema,
        vantage: z.enum(vantages),
        setBy: z.string(),
        from: stateOrNone,
        to: stateOrNone,
        listensOn: z
          .string()
          .nullable()
          .meta({ description: 'The address of a socket, as the host itself told it.' }),
      }),
    ),
  }),
})

export const listPortScans = defineEndpoint({
  id: 'listPortScans',
  method: 'GET',
  path: '/api/v1/ports/scans',
  summary: 'The moments at which something about ports changed, by probe and import',
  role: 'auditor',
  response: z.object({
    scans: z.array(
      z.object({ at: instantSchema, setBy: z.string(), vantage: z.enum(vantages), changes: z.int() }),
    ),
  }),
})

export const diffPortScans = defineEndpoint({
  id: 'diffPortScans',
  method: 'GET',
  path: '/api/v1/ports/diff',
  summary: 'What is different between two moments, seen from two vantages or one',
  role: 'auditor',
  query: z.strictObject({
    from: instantSchema,
    to: instantSchema,
    vantage: z.enum(vantages).optional(),
  }),
  response: z.object({
    differences: z.array(
      z.object({
        node: z.string().nullable(),
        address: z.string(),
        port: z.int(),
        transport: z.enum(['tcp', 'udp']),
        vantage: z.enum(vantages),
        from: stateOrNone,
        to: stateOrNone,
      }),
    ),
  }),
})

export const exportPorts = defineEndpoint({
  id: 'exportPorts',
  method: 'GET',
  path: '/api/v1/ports/export',
  summary: 'The port matrix as a file, for spreadsheets and other programs',
  role: 'auditor',
  query: z.strictObject({ format: z.enum(['csv', 'json']).default('csv') }),
  contentType: 'text/csv',
  response: z.string(),
})
