/** The process behind `npm run demo`: brings everything up, keeps it, and takes it down when told to end. */
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bringUp } from '@/lab/bring-up'
import { openLab } from '@/lab/lab'
import { dataFolder } from '@/lib/server/config/data-folder'
import { demoFile, readLabProcesses } from '@/lib/testing/demo'
import { runConsole } from '../console/run-console'
import { prepareDemo } from './prepare'

const startedAt = Date.now()
const log = (line: string) =>
  console.log(`  ${String(Math.round((Date.now() - startedAt) / 1000)).padStart(3)} s  ${line}`)

log('Bringing the lab up …')
await bringUp(openLab((line) => log(`lab: ${line}`))).catch((error: unknown) => {
  log(`lab: ${error instanceof Error ? error.message : String(error)}`)
  log('Some servers of the lab did not start; the map will say which')
})

let signIns: Awaited<ReturnType<typeof prepareDemo>> | undefined
const running = await runConsole({
  workers: 2,
  log,
  logFolder: join(dataFolder(), 'demo'),
  prepare: async (databaseUrl) => {
    signIns = await prepareDemo(databaseUrl, log)
  },
})
let isEnding = false
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, end)

const draft = `${demoFile()}.draft`
const content = { url: running.url, ...signIns, lab: { processes: readLabProcesses() } }
writeFileSync(draft, JSON.stringify(content, null, 2), { mode: 0o600 })
renameSync(draft, demoFile())
log(`Ready at ${running.url}`)

async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  log('Ending …')
  await running.stop()
  process.exit(0)
}
