import { join } from 'node:path'

import type { RunbookReferenceWire } from '@/lib/core/api/runbooks'
import { AppError, type InputProblem } from '@/lib/core/errors/app-error'
import type { Runbook } from '@/lib/core/runbooks/runbook'
import { readEnv } from '@/lib/server/config/env'
import { type RunbookFiles, readRunbookFolder } from './read-runbooks'

/** Files are read again when this has passed: an edited runbook shows soon, and a page reads no disk twice. */
const SHELF_LIFE_MS = 2_000

let kept: { readonly files: RunbookFiles; readonly readAtMs: number; readonly folder: string } | undefined

/** The folder of the runbooks: `runbooks` of the program, or SWITCHYARD_RUNBOOKS. */
export function runbookFolder(): string {
  return readEnv().SWITCHYARD_RUNBOOKS ?? join(/* turbopackIgnore: true */ process.cwd(), 'runbooks')
}

/** The runbooks as they stand on the disk; needs no database. */
export function listRunbookFiles(): {
  readonly runbooks: readonly Runbook[]
  readonly problems: readonly InputProblem[]
} {
  const { runbooks, problems } = readShared()
  return { runbooks: [...runbooks.values()].map(({ runbook }) => runbook), problems }
}

/** Throws `not-found`. */
export function getRunbookFile(id: string): Runbook {
  const located = readShared().runbooks.get(id)
  if (!located) throw new AppError('not-found', `There is no runbook ${id}.`)
  return located.runbook
}

/** The runbook that a plan names as its way back. */
export function wayBackOf({ wayBack: id }: Pick<Runbook, 'wayBack'>): RunbookReferenceWire | null {
  return id === undefined ? null : runbookReference(id)
}

/** Its id stands for the title of one that is no more. */
export function runbookReference(id: string): RunbookReferenceWire {
  return { id, title: readShared().runbooks.get(id)?.runbook.title ?? id }
}

function readShared(): RunbookFiles {
  const folder = runbookFolder()
  const nowMs = performance.now()
  if (kept && kept.folder === folder && nowMs - kept.readAtMs < SHELF_LIFE_MS) return kept.files
  kept = { files: readRunbookFolder(folder), readAtMs: nowMs, folder }
  return kept.files
}
