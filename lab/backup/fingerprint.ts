import { type DatabaseAccess, firstRow, withDatabase } from '@/lab/backup/database'

/** What the tables hold at one position: whoever restores up to there must find the same. */
export interface Fingerprint {
  readonly gtid: string
  readonly takenAt: string
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly checksum: string }>>
}

/**
 * Read in one consistent snapshot whose position the server tells. Equal positions prove nothing about the
 * content; equal checksums at an equal position do.
 */
export function takeFingerprint(access: DatabaseAccess, host: string): Promise<Fingerprint> {
  return withDatabase(access, host, async (server) => {
    const takenAt = new Date().toISOString()
    await server.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    await server.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
    const file = await firstRow(server, "SHOW STATUS LIKE 'binlog_snapshot_file'")
    const position = await firstRow(server, "SHOW STATUS LIKE 'binlog_snapshot_position'")
    const { gtid } = await firstRow(
      server,
      `SELECT BINLOG_GTID_POS('${String(file.Value)}', ${Number(position.Value)}) AS gtid`,
    )
    const names: { readonly name: string }[] = await server.query(
      `SELECT TABLE_NAME AS name FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = '${access.database}' AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME`,
    )
    const tables: Record<string, { rows: number; checksum: string }> = {}
    for (const { name } of names) {
      const table = `\`${access.database}\`.\`${name}\``
      const { counted } = await firstRow(server, `SELECT COUNT(*) AS counted FROM ${table}`)
      const { Checksum } = await firstRow(server, `CHECKSUM TABLE ${table} EXTENDED`)
      tables[name] = { rows: Number(counted), checksum: String(Checksum) }
    }
    await server.query('COMMIT')
    return { gtid: String(gtid), takenAt, tables }
  })
}
