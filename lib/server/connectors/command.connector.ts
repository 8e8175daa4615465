import { z } from 'zod'
import { defineConnector } from '@/lib/core/inventory/connector-kind'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'
import { patternSchema } from './declared-values'

/** What a parameter may be: the whole value must match, and it never begins with a dash. */
const parameterSchema = z.strictObject({
  pattern: patternSchema,
  description: z.string().optional(),
})

export const commandSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  program: z.string().startsWith('/').meta({ description: 'Absolute path; no shell is involved.' }),
  /** `{name}` in an argument is replaced by the parameter of that name. */
  args: z.array(z.string()).max(50).default([]),
  parameters: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), parameterSchema).default({}),
  /** Environment of the program, all of it: nothing is inherited. */
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z
    .record(z.string(), secretReferenceSchema)
    .default({})
    .meta({ description: 'Variables whose values are read by reference.' }),
  isDestructive: z
    .boolean()
    .default(false)
    .meta({ description: 'A step must then say so too, and needs a typed confirmation.' }),
  isRepeatable: z
    .boolean()
    .default(false)
    .meta({ description: 'Does no harm twice: it is run again after a crash in its middle.' }),
  /** Run afterwards, with the same parameters, limits and environment: reads the effect back. */
  verify: z
    .strictObject({
      program: z.string().startsWith('/'),
      args: z.array(z.string()).max(50).default([]),
      successExitCodes: z.array(z.int().min(0).max(255)).min(1).default([0]),
    })
    .optional(),
  successExitCodes: z.array(z.int().min(0).max(255)).min(1).default([0]),
  timeoutSeconds: z.number().min(1).max(3_600).default(60),
  maxOutputBytes: z.int().min(0).max(1_048_576).default(16_384),
})
export type DeclaredCommand = z.infer<typeof commandSchema>

const settings = z.strictObject({ commands: z.array(commandSchema).min(1).max(100) })

export const commandConnector = defineConnector({
  kind: 'command',
  title: 'Commands that a runbook may run on the worker',
  settings,
})
