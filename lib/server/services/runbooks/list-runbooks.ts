import { basename } from 'node:path'
import type { RunbookFileProblemWire, RunbookSummaryWire } from '@/lib/core/api/runbooks'
import type { InputProblem } from '@/lib/core/errors/app-error'
import { toRunbookSummary } from '@/lib/core/runbooks/to-runbook-wire'
import { listRunbookFiles, wayBackOf } from '@/lib/server/runbooks-files/shared-runbooks'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { currentChoices } from './current-choices'
import { executableOf, runbookSurroundings } from './runbook-surroundings'

const severities = ['critical', 'high', 'medium', 'low']

interface RunbookCatalogue {
  /** The worst first, then by title. */
  readonly runbooks: RunbookSummaryWire[]
  /** Of files that cannot be read as runbooks. */
  readonly problems: RunbookFileProblemWire[]
}

export async function listRunbooks(context: ServiceContext): Promise<RunbookCatalogue> {
  requireRole(context, 'auditor')
  const { runs, evaluations } = await runbookSurroundings(context)
  const nowMs = context.clock.nowMs()
  const files = listRunbookFiles()
  const summaries = await Promise.all(
    files.runbooks.map(async (runbook) => {
      const evaluation = evaluations.get(runbook.id)
      const choices = await currentChoices(runbook, evaluation, { database: context.database, nowMs })
      return toRunbookSummary(runbook, {
        executable: executableOf(runbook, evaluation, nowMs),
        runs,
        choices,
        wayBack: wayBackOf(runbook),
      })
    }),
  )
  return {
    runbooks: summaries.toSorted(
      (left, right) =>
        severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
        left.title.localeCompare(right.title, 'en'),
    ),
    problems: files.problems.map(toFileProblem),
  }
}

/** The name of the file is enough: where the folder lies is the machine's business. */
function toFileProblem({ file, line, message, remedy }: InputProblem): RunbookFileProblemWire {
  return { file: basename(file ?? ''), line: line ?? null, message, remedy: remedy ?? null }
}
