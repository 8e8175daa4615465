import { readFile } from 'node:fs/promises'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import { type Connection, createConnection } from 'mariadb'
import { keepDeafTlsHarmless } from '@/lib/server/tls-listeners'

const CONNECT_MS = 2_000
const QUERY_MS = 20_000

export interface DatabaseAccess {
  readonly port: number
  readonly user: string
  readonly password: string
  readonly caFile: string
  readonly database: string
}

/** A connection as the backup account, over TLS, for as long as the work lasts. */
export async function withDatabase<T>(
  access: DatabaseAccess,
  host: string,
  work: (server: Connection) => Promise<T>,
): Promise<T> {
  const ssl = {
    ca: await readFile(access.caFile, 'utf8'),
    // The driver forgets which host it dialled when that is an address.
    checkServerIdentity: (_host: string, presented: PeerCertificate) => checkServerIdentity(host, presented),
  }
  keepDeafTlsHarmless()
  const server = await createConnection({
    host,
    port: access.port,
    user: access.user,
    password: access.password,
    connectTimeout: CONNECT_MS,
    socketTimeout: QUERY_MS,
    ssl,
  })
  // Failures reach the caller by the rejected query.
  server.on('error', () => server.destroy())
  try {
    return await work(server)
  } finally {
    server.destroy()
  }
}

type Row = Readonly<Record<string, string | number | bigint | null>>

export async function firstRow(server: Connection, sql: string): Promise<Row> {
  const rows: Row[] = await server.query(sql)
  return rows[0] ?? {}
}
