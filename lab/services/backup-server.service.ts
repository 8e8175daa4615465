import { join } from 'node:path'
import { z } from 'zod'
import { untilAnswers } from '@/lab/answers'
import { ADDRESS } from '@/lab/estate'
import type { Lab } from '@/lab/lab'
import { MARIADB_HOSTS } from '@/lab/mariadb/hosts'
import { ownProgram } from '@/lab/own-program'
import { backupS3Endpoint, labS3Access } from '@/lab/s3/lab-access'
import { defineService } from '@/lab/service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const node = 'backup-server'
const address = ADDRESS[node]
const PORT = 9102
const HOURLY_SECONDS = 3_600
/** What may be lost when everything goes at once. */
const ARCHIVE_SECONDS = 2

export const backupServerService = defineService({
  node,
  address,
  ports: [PORT],
  packages: ['mariadb-client'],
  after: ['mariadb-replica', 's3', 'backup-s3'],
  async prepare(lab) {
    const folder = await lab.makeFolder(node)
    await lab.makeFolder(node, 'work')
    await writeOwnedFile(join(folder, 'dump.cnf'), dumpOptions(lab), 0o600)
    for (const program of ['mariadb', 'mariadb-binlog']) await writeTool(lab, program)
  },
  command(lab) {
    const access = labS3Access(lab)
    return ownProgram(lab, {
      path: 'lab/backup/main.ts',
      env: {
        ...lab.libraryEnv,
        ADDRESS: address,
        PORT: String(lab.port(PORT)),
        INTERVAL_SECONDS: String(HOURLY_SECONDS),
        FOLDER: join(lab.folderOf(node), 'work'),
        DUMP_PROGRAM: lab.binary('mariadb-dump'),
        DUMP_DEFAULTS: join(lab.folderOf(node), 'dump.cnf'),
        // The replica first: a dump is no business of the server that takes the writes.
        DATABASE_HOSTS: [ADDRESS['mariadb-replica'], ADDRESS['mariadb-primary']].join(','),
        DATABASE_PORT: String(lab.port(3306)),
        BINLOG_PROGRAM: lab.binary('mariadb-binlog'),
        ARCHIVE_SECONDS: String(ARCHIVE_SECONDS),
        LEADER_HOSTS: MARIADB_HOSTS.map((host) => host.address).join(','),
        DATABASE_PASSWORD: lab.secret('mariadb-backup'),
        CA_FILE: join(lab.folder, 'tls', 'ca.pem'),
        S3_ENDPOINTS: [access.endpoint, backupS3Endpoint(lab)].join(','),
        S3_ACCESS_KEY: access.accessKeyId,
        S3_SECRET_KEY: access.secretAccessKey,
        S3_BUCKET: 'askproai-backups',
      },
    })
  },
  // Ready once the first backup has ended, well or badly: a fresh estate has one.
  isReady: (lab, signal) =>
    untilAnswers(async (attempt) => {
      const response = await fetch(`http://${address}:${lab.port(PORT)}/status`, { signal: attempt })
      const { lastResult } = z.object({ lastResult: z.string() }).parse(await response.json())
      if (lastResult === 'pending') throw new Error('the first backup has not ended')
    }, signal),
})

/** The client programs, wherever they were unpacked to, as one finds them on a host that has them installed. */
async function writeTool(lab: Lab, program: string): Promise<void> {
  const folder = await lab.makeFolder(node, 'bin')
  const libraries = lab.libraryEnv.LD_LIBRARY_PATH ?? ''
  const script = `#!/bin/sh\nexport LD_LIBRARY_PATH='${libraries}'\nexec '${lab.binary(program)}' "$@"\n`
  await writeOwnedFile(join(folder, program), script, 0o755)
}

function dumpOptions(lab: Lab): string {
  return `[client]
user = backup
password = ${lab.secret('mariadb-backup')}
ssl-ca = ${join(lab.folder, 'tls', 'ca.pem')}
ssl-verify-server-cert = 1
`
}
