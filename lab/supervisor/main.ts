import { mkdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { labFaults } from '@/lab/faults/registry'
import { openLab } from '@/lab/lab'
import { labServices } from '@/lab/services/registry'
import type { ControlRequest } from '@/lab/supervisor/control-protocol'
import { serveControl } from '@/lab/supervisor/control-server'
import { endLeftovers } from '@/lab/supervisor/leftovers'
import { becomeTheOnlyOne } from '@/lab/supervisor/only-one'
import { type Report, Supervisor } from '@/lab/supervisor/supervisor'

const log = (message: string) => process.stdout.write(`${new Date().toISOString()} ${message}\n`)
const lab = openLab(log)
mkdirSync(lab.folder, { recursive: true, mode: 0o755 })
if (!(await becomeTheOnlyOne(lab.folder))) {
  log('another supervisor runs this lab')
  process.exit(0)
}
for (const node of await endLeftovers(lab.folder)) log(`ended ${node}, left by an earlier supervisor`)
const pidPath = join(lab.folder, 'supervisor.pid')
writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 })
const supervisor = new Supervisor(lab, labServices, labFaults)
process.on('unhandledRejection', (reason) => log(`unhandled: ${String(reason)}`))
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end())
process.on('SIGHUP', () => log('the terminal went away; the lab stays'))

/** Commands that change something wait for one another. */
let queue: Promise<unknown> = Promise.resolve()
const server = await serveControl(lab.folder, (request, report) => {
  if (request.command === 'status') return Promise.resolve(supervisor.status())
  const turn = queue.then(() => run(request, report))
  queue = turn.catch(() => undefined)
  return turn
})
log(`supervising from process ${process.pid}`)

async function run(request: Exclude<ControlRequest, { command: 'status' }>, report: Report): Promise<void> {
  const told = (line: string) => {
    log(line.trim())
    report(line)
  }
  switch (request.command) {
    case 'up':
      return supervisor.up(told)
    case 'down':
      await supervisor.down()
      setTimeout(() => void end(), 50)
      return undefined
    case 'fault':
      log(`fault ${request.name} ${request.node ?? ''}`)
      return supervisor.inject({ name: request.name, node: request.node, options: request.options })
    case 'heal':
      return supervisor.heal(request.only, told)
  }
}

async function end(): Promise<void> {
  await supervisor.down()
  server.close()
  await rm(pidPath, { force: true })
  await rm(join(lab.folder, 'control.sock'), { force: true })
  process.exit(0)
}
