import { DATABASE_NAME } from '@/lab/estate'
import type { Lab } from '@/lab/lab'

/** Only from this machine's own loopback addresses, and only over TLS. */
const HOST = '127.%'

/** Who may do what. `admin` has what a failover needs and no more; `lab` puts the estate right again. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  app: [`SELECT, INSERT, UPDATE, DELETE ON ${DATABASE_NAME}.*`],
  probe: [
    'SLAVE MONITOR, BINLOG MONITOR, PROCESS ON *.*',
    `SELECT ON ${DATABASE_NAME}.heartbeat`,
    `SELECT ON ${DATABASE_NAME}.failed_jobs`,
    // How the sessions of others are encrypted, and whether they must be.
    'SELECT ON performance_schema.threads',
    'SELECT (User, Host, ssl_type) ON mysql.user',
  ],
  repl: ['REPLICATION SLAVE ON *.*'],
  exporter: ['PROCESS, BINLOG MONITOR, SLAVE MONITOR ON *.*'],
  backup: [
    'SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES, RELOAD, PROCESS, BINLOG MONITOR, SLAVE MONITOR, ' +
      'REPLICATION SLAVE ON *.*',
  ],
  // Loads a dump into a server and replays binary logs there, with the identities that they had.
  restore: [
    'RELOAD, PROCESS, BINLOG MONITOR, SLAVE MONITOR, BINLOG ADMIN, BINLOG REPLAY, ' +
      'REPLICATION SLAVE ADMIN, REPLICATION MASTER ADMIN ON *.*',
    `ALL PRIVILEGES ON ${DATABASE_NAME}.*`,
  ],
  admin: [
    'SLAVE MONITOR, BINLOG MONITOR, REPLICATION SLAVE ADMIN, REPLICATION MASTER ADMIN, READ_ONLY ADMIN, RELOAD, ' +
      'PROCESS, CONNECTION ADMIN ON *.*',
    `SELECT ON ${DATABASE_NAME}.*`,
    'SELECT ON mysql.global_priv',
  ],
  lab: ['ALL PRIVILEGES ON *.*'],
}

/** The one server on which `restore` may write although it is read only; elsewhere it would pass a fence. */
const RESTORE_TARGET = 'backup-mariadb'

const TABLES = [
  `orders (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, reference VARCHAR(64) NOT NULL UNIQUE,
    host VARCHAR(32) NOT NULL, created_at DATETIME(3) NOT NULL)`,
  `handled_jobs (uuid VARCHAR(64) PRIMARY KEY, name VARCHAR(191) NOT NULL, worker VARCHAR(32) NOT NULL,
    handled_at DATETIME(3) NOT NULL)`,
  `failed_jobs (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, uuid VARCHAR(191) NOT NULL UNIQUE,
    connection TEXT NOT NULL, queue TEXT NOT NULL, payload LONGTEXT NOT NULL, exception LONGTEXT NOT NULL,
    failed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)`,
  'heartbeat (name VARCHAR(32) PRIMARY KEY, token VARCHAR(32) NOT NULL, beat_at DATETIME(3) NOT NULL)',
]

/**
 * What each server runs as it starts, one statement a line. It is repeated at every start, and kept out of the
 * binary log: every server does it for itself, so that none is ahead of another.
 */
export function initStatements(lab: Lab, node: string): string {
  const accounts = Object.entries(GRANTS).flatMap(([name, grants]) => {
    const account = `'${name}'@'${HOST}'`
    const password = lab.secret(`mariadb-${name}`)
    return [
      `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}' REQUIRE SSL`,
      `ALTER USER ${account} IDENTIFIED BY '${password}' REQUIRE SSL`,
      ...grants.map((grant) => `GRANT ${grant} TO ${account}`),
    ]
  })
  const statements = [
    'SET SESSION sql_log_bin = 0',
    // Made by the installer without a password.
    "DROP USER IF EXISTS 'root'@'localhost', ''@'localhost'",
    `CREATE DATABASE IF NOT EXISTS ${DATABASE_NAME}`,
    ...TABLES.map((table) => `CREATE TABLE IF NOT EXISTS ${DATABASE_NAME}.${table.replace(/\s+/g, ' ')}`),
    ...accounts,
    ...(node === RESTORE_TARGET ? [`GRANT READ_ONLY ADMIN ON *.* TO 'restore'@'${HOST}'`] : []),
  ]
  return statements.map((statement) => `${statement};\n`).join('')
}
