import { SqlError } from 'mariadb'
import { describe, expect, it } from 'vitest'
import { accountSessionsFact, readAccountSessions } from './account-sessions'
import type { MariadbSession, Row } from './session'

const place = { host: '10.0.0.1', port: 3306 }

/** Answers each question by the first table that it names; what is left out is denied. */
function server(tables: Readonly<Record<string, readonly Row[]>>): MariadbSession {
  return {
    served: null,
    rows: async (sql) => {
      const table = Object.keys(tables).find((name) => sql.includes(name))
      if (table !== undefined) return tables[table] ?? []
      throw new SqlError('denied', undefined, false, undefined, '42000', 1142)
    },
  }
}

const tells = { '@@performance_schema': [{ tells: '1', secure: '0' }] }
const read = async (session: MariadbSession, nowMs = 0) =>
  accountSessionsFact(place, 'app', await readAccountSessions(session, 'app', nowMs))

describe('how the sessions of the application are encrypted', () => {
  it('is what the server says of those that are there', async () => {
    const threads = [{ way: 'SSL/TLS' }]
    const session = server({ ...tells, 'mysql.user': [{ ssl_type: 'ANY' }], threads })
    expect(await read(session)).toMatchObject({
      state: 'encrypted',
      evidence: ['sessions of app came in over TLS', 'the server lets app in over TLS alone'],
    })
  })

  it('is told as it is when one of them is in clear', async () => {
    const threads = [{ way: 'SSL/TLS' }, { way: 'TCP/IP' }]
    const session = server({ ...tells, 'mysql.user': [{ ssl_type: '' }], threads })
    expect(await read(session)).toMatchObject({
      state: 'mixed',
      evidence: [
        'sessions of app came in over TLS and in clear over TCP',
        'the server would let app in without TLS too',
      ],
    })
  })

  it('is known without a session where none is let in but over TLS', async () => {
    const session = server({ ...tells, 'mysql.user': [{ ssl_type: 'ANY' }], threads: [] })
    expect(await read(session)).toMatchObject({ state: 'encrypted' })
  })

  it('is remembered for ten minutes between sessions, and no longer', async () => {
    const threads = [{ way: 'TCP/IP' }]
    const session = server({ ...tells, 'mysql.user': [{ ssl_type: '' }], threads })
    await read(session)
    threads.length = 0
    expect(await read(session, 600_000)).toMatchObject({ state: 'clear' })
    expect(await read(session, 600_001)).toMatchObject({ state: 'unknown' })
  })

  it('is not known, and says why, where the server does not tell', async () => {
    expect(await read(server({ '@@performance_schema': [{ tells: '0', secure: '0' }] }))).toMatchObject({
      state: 'unknown',
      evidence: [
        'how sessions of app came in is not known: performance_schema is off, and nothing else tells of sessions',
      ],
    })
    expect(await read(server(tells))).toMatchObject({
      state: 'unknown',
      evidence: [
        'how sessions of app came in is not known: the probe may not read performance_schema.threads',
      ],
    })
  })
})
