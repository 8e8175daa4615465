import type { Connection } from 'mariadb'
import type { Lab } from '@/lab/lab'
import { type Row, readRow, withServer } from '@/lab/mariadb/connection'
import type { MariadbHost } from '@/lab/mariadb/server-files'
import { type GtidSet, parseGtidSet, unionOf } from '@/lib/core/runbooks/mariadb/gtid-set'

/** What a server says of itself before anybody's role is decided. */
export interface ServerLook {
  readonly host: MariadbHost
  readonly isReadOnly: boolean
  /** False for one that leads or was promoted: a promotion forgets whom it followed. */
  readonly hasSource: boolean
  /**
   * Where it stands. What a follower wrote by itself is a mistake and nobody's truth, so of a follower only what it
   * replicated counts.
   */
  readonly position: GtidSet
  /** What a follower received, applied or not; of any other its position. */
  readonly received: GtidSet
  /** All that it ever wrote or replicated, by domain and server. */
  readonly history: GtidSet
}

export interface SilentServer {
  readonly host: MariadbHost
  readonly reason: string
}

/** One that does not answer is a value too: what it has is unknown. */
export async function lookAt(lab: Lab, host: MariadbHost): Promise<ServerLook | SilentServer> {
  try {
    return await withServer(lab, host.address, (server) => readLook(server, host))
  } catch (error) {
    return { host, reason: error instanceof Error ? error.message : String(error) }
  }
}

export function isSilent(look: ServerLook | SilentServer): look is SilentServer {
  return 'reason' in look
}

export function answered(looks: readonly (ServerLook | SilentServer)[]): readonly ServerLook[] {
  return looks.flatMap((look) => (isSilent(look) ? [] : [look]))
}

async function readLook(server: Connection, host: MariadbHost): Promise<ServerLook> {
  const status = await readRow(server, 'SHOW SLAVE STATUS')
  const row = await readRow(
    server,
    `SELECT @@read_only AS is_read_only, @@gtid_slave_pos AS applied, @@gtid_current_pos AS position,
      @@gtid_binlog_state AS written`,
  )
  const applied = gtids(row, 'applied')
  const position = status ? applied : gtids(row, 'position')
  return {
    host,
    isReadOnly: Number(row?.is_read_only) !== 0,
    hasSource: status !== undefined,
    position,
    received: unionOf(position, gtids(status, 'Gtid_IO_Pos')),
    history: unionOf(applied, gtids(row, 'written')),
  }
}

function gtids(row: Row | undefined, column: string): GtidSet {
  return parseGtidSet(String(row?.[column] ?? ''))
}
