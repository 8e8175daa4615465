import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import { type Connection, createConnection, SqlError } from 'mariadb'
import type { Lab } from '@/lab/lab'
import { keepDeafTlsHarmless } from '@/lib/server/tls-listeners'

const CONNECT_MS = 2_000
const QUERY_MS = 20_000

/** A connection as the lab's own account, over TLS, for as long as the work lasts. */
export async function withServer<T>(
  lab: Lab,
  address: string,
  work: (server: Connection) => Promise<T>,
): Promise<T> {
  const ssl = {
    ca: await readFile(join(lab.folder, 'tls', 'ca.pem'), 'utf8'),
    // The driver forgets which host it dialled when that is an address.
    checkServerIdentity: (_host: string, presented: PeerCertificate) =>
      checkServerIdentity(address, presented),
  }
  keepDeafTlsHarmless()
  const server = await createConnection({
    host: address,
    port: lab.port(3306),
    user: 'lab',
    password: lab.secret('mariadb-lab'),
    connectTimeout: CONNECT_MS,
    socketTimeout: QUERY_MS,
    ssl,
  })
  // Failures reach the caller by the rejected query.
  server.on('error', () => server.destroy())
  try {
    return await work(server)
  } catch (error) {
    // The driver's message repeats the statement, and statements hold passwords.
    if (error instanceof SqlError) throw new Error(error.sqlMessage ?? 'the server refused a statement')
    throw error
  } finally {
    server.destroy()
  }
}

export type Row = Readonly<Record<string, string | number | bigint | null>>

export async function readRow(server: Connection, sql: string): Promise<Row | undefined> {
  const rows: Row[] = await server.query(sql)
  return rows[0]
}

/** Runs one after another; the first that fails ends it. */
export async function runStatements(server: Connection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await server.query(statement)
}
