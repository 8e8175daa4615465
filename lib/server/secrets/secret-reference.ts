import { z } from 'zod'

/** Where a secret or a file is, never what it holds: `env:NAME`, or `file:PATH` below the data folder. */
export const secretReferenceSchema = z
  .string()
  .regex(/^(env:[A-Za-z_][A-Za-z0-9_]*|file:[^\0]+)$/, 'env:NAME or file:PATH')
  .meta({ description: 'A reference, env:NAME or file:PATH below the data folder; never the secret itself.' })
