import { z } from 'zod'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { failed, type ProbeFailure } from '../failure'
import { mariadbAccessFields } from '../mariadb/access'
import { describeMariadbError, openMariadb } from '../mariadb/session'
import { beforeDeadline } from '../wire/held-session'
import { withShorterDeadline } from '../wire/shorter-deadline'

/** Names go into the statement as they are, so they are nothing but names. */
const identifierSchema = z.string().regex(/^[A-Za-z0-9_]{1,64}$/)

export const failedJobsSchema = z.strictObject({
  ...mariadbAccessFields,
  database: identifierSchema,
  table: identifierSchema.default('failed_jobs'),
})

/** How many jobs Laravel has given up; the heartbeat is judged with or without the number. */
export function countFailedJobs(
  asked: z.infer<typeof failedJobsSchema>,
  context: ProbeContext,
): Promise<number | ProbeFailure> {
  return withShorterDeadline(context, context.timeoutMs / 3, async (shorter) => {
    const startedMs = performance.now()
    const opened = await openMariadb(asked, shorter)
    if ('outcome' in opened) return opened
    try {
      const count = () => opened.value.rows(`SELECT COUNT(*) AS total FROM ${asked.database}.${asked.table}`)
      const [row = {}] = await beforeDeadline(shorter, count)
      return Number(row.total ?? 0)
    } catch (error) {
      const { stage, code, detail } = describeMariadbError(error)
      return failed(stage, code, performance.now() - startedMs, detail)
    } finally {
      opened.close()
    }
  })
}
