import type { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { issueWords } from '@/lib/core/errors/issue-problems'

/** Parses settings by the schema of their kind. Throws `bad-input` naming the kind and what does not fit. */
export function settingsReader<Settings>(kind: string, schema: z.ZodType<Settings>) {
  return (raw: unknown): Settings => {
    const result = schema.safeParse(raw)
    if (result.success) return result.data
    throw new AppError('bad-input', `the settings do not fit ${kind}: ${issueWords(result.error)}`)
  }
}
