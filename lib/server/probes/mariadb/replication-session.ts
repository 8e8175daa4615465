import type { HeldConnection, ProbeContext } from '@/lib/core/probes/probe-definition'
import type { ProbeFailure } from '../failure'
import type { MariadbAccess } from './access'
import { LagHistory } from './lag-history'
import { type MariadbSession, openMariadb } from './session'

/** The connection to a replica, with what was seen of its primary while it has been open. */
export interface ReplicationSession {
  readonly replica: MariadbSession
  readonly history: LagHistory
}

export async function openReplicationSession(
  access: MariadbAccess,
  context: ProbeContext,
): Promise<HeldConnection<ReplicationSession> | ProbeFailure> {
  const opened = await openMariadb(access, context)
  if ('outcome' in opened) return opened
  return { ...opened, value: { replica: opened.value, history: new LagHistory() } }
}
