/** `npm start`: the console and one worker for an estate of one's own, until Ctrl-C. */
import { systemClock } from '@/lib/core/time/clock'
import { createDatabase } from '@/lib/server/db/prisma'
import { ensureFirstAdmin } from '@/lib/server/services/users/ensure-first-admin'
import { runConsole } from './console/run-console'

const running = await runConsole({ workers: 1, log: console.log, prepare: introduceFirstAdmin }).catch(
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
console.log(`\nSwitchyard is open at ${running.url}. Ctrl-C ends it.`)
console.log('Put an estate in force: npm run inventory -- apply inventory/mine.yaml')
let isEnding = false
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (isEnding) return
    isEnding = true
    console.log('\nEnding …')
    void running.stop().then(() => process.exit(0))
  })
}

/** Nobody can read the password again, so it is said here, once. */
async function introduceFirstAdmin(databaseUrl: string): Promise<void> {
  const database = createDatabase(databaseUrl, 2)
  try {
    const admin = await ensureFirstAdmin(database, systemClock)
    if (admin) console.log(`\nFirst sign-in, shown only now:\n  ${admin.email}   ${admin.password}\n`)
  } finally {
    await database.$disconnect()
  }
}
