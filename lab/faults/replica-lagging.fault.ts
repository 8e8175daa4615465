import { setTimeout as delay } from 'node:timers/promises'
import { DATABASE_NAME } from '@/lab/estate'
import { defineFault } from '@/lab/faults/lab-fault'
import { numberOption } from '@/lab/faults/required-option'
import type { Lab } from '@/lab/lab'
import { runStatements, withServer } from '@/lab/mariadb/connection'
import { hostOf, PRIMARY } from '@/lab/mariadb/hosts'

const REPLICA = hostOf('mariadb-replica')
const WRITE_EVERY_MS = 500

export const replicaLaggingFault = defineFault({
  name: 'replica-lagging',
  title: 'the replica applies what it receives minutes late (--seconds 300)',
  nodes: [REPLICA.node],
  async inject(context) {
    const seconds = numberOption(context, 'seconds', { fallback: 300, most: 86_400 })
    await withServer(context.lab, REPLICA.address, (server) =>
      runStatements(server, ['STOP SLAVE', `CHANGE MASTER TO MASTER_DELAY = ${seconds}`, 'START SLAVE']),
    )
    // A lag shows only while there is something to be late with.
    context.background((signal) => keepWriting(context.lab, signal))
  },
  // Whoever heals gives the servers their roles again.
  heal: () => Promise.resolve(),
})

async function keepWriting(lab: Lab, signal: AbortSignal): Promise<void> {
  const sql = `REPLACE INTO ${DATABASE_NAME}.heartbeat (name, token, beat_at) VALUES ('lab', UUID_SHORT(), NOW(3))`
  while (!signal.aborted) {
    await withServer(lab, PRIMARY.address, (server) => server.query(sql))
    await delay(WRITE_EVERY_MS, undefined, { signal })
  }
}
