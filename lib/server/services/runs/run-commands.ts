import type { RunWire } from '@/lib/core/api/runs'
import { roleIncludes } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import {
  abortRun as decideAbort,
  handOverRun as decideHandOver,
  pauseRun as decidePause,
  resumeRun as decideResume,
} from '@/lib/core/runbooks/run-commands'
import { listUsers, normalEmail } from '@/lib/server/repositories/user.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { changeRun } from './change-run'

interface RunAndReason {
  readonly id: string
  readonly reason: string
}

export async function pauseRun(context: ServiceContext, { id, reason }: RunAndReason): Promise<RunWire> {
  requireRole(context, 'commander')
  return changeRun(context, {
    runId: id,
    action: 'run.pause',
    decide: (at) => decidePause({ ...at, reason }),
  })
}

export async function resumeRun(context: ServiceContext, { id, reason }: RunAndReason): Promise<RunWire> {
  requireRole(context, 'commander')
  return changeRun(context, {
    runId: id,
    action: 'run.resume',
    decide: (at) => decideResume({ ...at, reason }),
  })
}

export async function abortRun(context: ServiceContext, { id, reason }: RunAndReason): Promise<RunWire> {
  requireRole(context, 'commander')
  const decide = (at: Parameters<Parameters<typeof changeRun>[1]['decide']>[0]) =>
    decideAbort({ ...at, reason }, at.nowMs)
  return changeRun(context, { runId: id, action: 'run.abort', decide })
}

/** Throws `bad-input` for somebody who may not command. */
export async function handOverRun(
  context: ServiceContext,
  { id, reason, to }: RunAndReason & { readonly to: string },
): Promise<RunWire> {
  requireRole(context, 'commander')
  const people = await listUsers(context.database)
  const next = people.find(({ email, disabledAtMs }) => email === normalEmail(to) && disabledAtMs === null)
  if (!next || !roleIncludes(next.role, 'commander')) {
    const message = `${to} is nobody who may command a run.`
    throw new AppError('bad-input', message, { problems: [{ path: 'to', message }] })
  }
  return changeRun(context, {
    runId: id,
    action: 'run.hand-over',
    decide: (at) => decideHandOver({ ...at, reason }, next.email),
  })
}
