import type { FindingWire } from '@/lib/core/api/findings'
import { actorName, type Role } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { type FindingCommand, stepOnCommand } from '@/lib/core/findings/life-cycle'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import {
  type FindingRecord,
  getFindingRecord,
  lockFinding,
  storeFindings,
} from '@/lib/server/repositories/finding.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toFindingWire } from './finding-wire'

interface WithNote {
  readonly id: string
  readonly note: string
}

interface Waive {
  readonly id: string
  readonly until: string
  readonly owner: string
  readonly reason: string
}

/** Throws `conflict` for a finding that is not open. */
export function acknowledgeFinding(context: ServiceContext, { id, note }: WithNote): Promise<FindingWire> {
  const command = { type: 'acknowledge', by: actorName(context.actor) } as const
  return changeFinding(context, { id, role: 'operator', command, note })
}

/** Throws `conflict` for one that is resolved, and for an end that is past or further than a year away. */
export function waiveFinding(context: ServiceContext, input: Waive): Promise<FindingWire> {
  const { id, until, owner, reason } = input
  const command = { type: 'waive', waiver: { untilMs: Date.parse(until), owner, reason } } as const
  return changeFinding(context, {
    id,
    role: 'commander',
    command,
    note: `${reason} (${owner}, until ${until.slice(0, 10)})`,
  })
}

/** Throws `conflict` for one that is open, or resolved. */
export function reopenFinding(context: ServiceContext, { id, note }: WithNote): Promise<FindingWire> {
  return changeFinding(context, { id, role: 'operator', command: { type: 'reopen' }, note })
}

interface Change {
  readonly id: string
  readonly role: Role
  readonly command: FindingCommand
  readonly note: string
}

function changeFinding(context: ServiceContext, { id, role, command, note }: Change): Promise<FindingWire> {
  requireRole(context, role)
  return inTransaction(context.database, async (transaction) => {
    const before = await lockFinding(transaction, id)
    const step = stepOnCommand(before.state, command, context.clock.nowMs())
    if ('refused' in step) throw new AppError('conflict', step.refused)
    const at = new Date(context.clock.nowMs())
    const event = step.event === null ? null : { kind: step.event, actor: actorName(context.actor), note }
    await storeFindings(transaction, [{ record: before, body: before, state: step.state, at, event }])
    const after = await getFindingRecord(transaction, id)
    await recordAudit(transaction, context, {
      action: `finding.${command.type}`,
      subject: `finding:${before.rule}:${before.key}`,
      before: auditOf(before),
      after: { ...auditOf(after), note },
    })
    await appendEvents(transaction, [{ kind: 'findings-changed', ids: [id] }])
    return toFindingWire(after)
  })
}

function auditOf({ id, rule, state }: FindingRecord) {
  const waiver = state.status === 'waived' ? { ...state.waiver } : null
  return { id, rule, status: state.status, waiver }
}
