import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { defineCheck } from '@/lib/core/runbooks/action-definition'
import { backupSourceFields, choiceCheck, chooseFor, recoveryPointOf } from '../actions/backup-choice'

const settings = z.strictObject({
  ...backupSourceFields,
  maxAgeSeconds: z.int().min(1).default(3_600),
})
type BackupFindSettings = z.infer<typeof settings>

/** The newest backup that can be trusted: every byte of it, and of the binary logs, is read against its checksum. */
export const backupFindCheck = defineCheck<BackupFindSettings>({
  kind: 'backup-find',
  title: 'The newest good backup',
  settings,
  async check(asked, context) {
    try {
      const found = await chooseFor(asked, context, { isProven: true })
      return [choiceCheck(found, await recoveryPointOf(found.choice, asked, context), asked.maxAgeSeconds)]
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const base = { key: 'backup', title: 'there is a good backup', evidence: [] }
      const outcome = error.code === 'bad-input' ? 'failed' : 'unknown'
      return [{ ...base, outcome, reason: error.message }]
    }
  },
})
