import { z } from 'zod'
import { errorCodes } from '@/lib/core/errors/app-error'

/** One thing that is wrong with an input, as an answer names it. */
export const inputProblemSchema = z.object({
  path: z.string().meta({ description: 'Dotted path inside the input: `nodes.3.address`.' }),
  message: z.string(),
  remedy: z.string().optional(),
  file: z.string().optional(),
  line: z.int().optional(),
})

/** Codes of errors thrown on purpose, and of what the HTTP layer itself answers. */
export const problemCodes = [
  ...(Object.keys(errorCodes) as (keyof typeof errorCodes)[]),
  'method-not-allowed',
  'unsupported-media-type',
  'internal',
] as const

/** The body of every answer that is not a success (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(problemCodes),
    requestId: z.string().meta({ description: 'Finds the request in the log and in the audit.' }),
    problems: z.array(inputProblemSchema).optional(),
    retryAfterSeconds: z.number().optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problemSchema>
