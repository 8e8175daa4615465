import { expect, test } from 'vitest'
import { openLab } from '@/lab/lab'
import { initStatements } from '@/lab/mariadb/accounts'

const statementsOf = (node: string) =>
  initStatements({ ...openLab(), secret: (name) => `secret-of-${name}` }, node)
    .trimEnd()
    .split('\n')
const sql = statementsOf('mariadb-primary')

test('each line is one whole statement, as the server reads its init file', () => {
  expect(sql.filter((line) => !line.endsWith(';') || line.indexOf(';') !== line.length - 1)).toEqual([])
})

test('nothing that a server does to itself is replicated', () => {
  expect(sql[0]).toBe('SET SESSION sql_log_bin = 0;')
})

test('every account needs TLS', () => {
  const accounts = sql.filter((line) => /^(CREATE|ALTER) USER/.test(line))
  expect(accounts.length).toBeGreaterThan(0)
  expect(accounts.filter((line) => !line.endsWith('REQUIRE SSL;'))).toEqual([])
})

test('the application and the probe cannot write to a read-only server', () => {
  const grants = sql.filter((line) => /TO '(app|probe|exporter|backup|repl|restore)'/.test(line))
  expect(grants.filter((line) => /ALL PRIVILEGES ON \*|READ_ONLY ADMIN|SUPER/.test(line))).toEqual([])
})

test('only on the target of a restore may its account write although the server is read only', () => {
  const mayPass = (node: string) =>
    statementsOf(node).some((line) => /^GRANT .*READ_ONLY ADMIN.* TO 'restore'/.test(line))
  expect(['mariadb-primary', 'mariadb-replica', 'backup-mariadb'].filter(mayPass)).toEqual(['backup-mariadb'])
})
