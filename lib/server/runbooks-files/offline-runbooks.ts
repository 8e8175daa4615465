import type { RunbookWire } from '@/lib/core/api/runbooks'
import { toRunbookWire } from '@/lib/core/runbooks/to-runbook-wire'
import { isDestructiveAction } from '@/lib/server/runbooks/kinds'
import { listRunbookFiles, wayBackOf } from './shared-runbooks'

const nobodyCanTell = {
  status: 'unknown',
  evaluatedAt: null,
  reasons: ['This is the text of the file alone.'],
} as const

/** Every runbook as its file says it, with nothing that only the database knows. */
export function offlineRunbooks(): readonly RunbookWire[] {
  return listRunbookFiles().runbooks.map((runbook) =>
    toRunbookWire(
      runbook,
      {
        executable: { ...nobodyCanTell, reasons: [...nobodyCanTell.reasons] },
        runs: [],
        choices: {},
        wayBack: wayBackOf(runbook),
      },
      { isDestructive: isDestructiveAction, checks: {} },
    ),
  )
}
