import { setTimeout as delay } from 'node:timers/promises'
import { parseWords } from '@/lab/arguments'
import { bringUp } from '@/lab/bring-up'
import { labFaults } from '@/lab/faults/registry'
import { type Lab, openLab } from '@/lab/lab'
import { labServices } from '@/lab/services/registry'
import { statusTable } from '@/lab/status-table'
import { askSupervisor, LabIsDownError } from '@/lab/supervisor/control-client'
import type { NodeStatus } from '@/lab/supervisor/supervisor'

const ENDED_WITHIN_MS = 10_000

const USAGE = `npm run lab -- <command>
  up                               start every server that does not run; returns when all are ready
  down                             end them all
  status [--json]                  what runs where, and which fault is in force
  fault <name> [node] [--option value]
  heal [name|node]                 undo every fault, or one; restart what died`

/** Resolves with the exit code. */
export async function runLabCommand(words: readonly string[]): Promise<number> {
  const lab = openLab()
  const { positional, options } = parseWords(words)
  const [command, first, second] = positional
  try {
    return await dispatch(lab, { command, first, second, options })
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }
}

interface Words {
  readonly command: string | undefined
  readonly first: string | undefined
  readonly second: string | undefined
  readonly options: Readonly<Record<string, string>>
}

async function dispatch(lab: Lab, { command, first, second, options }: Words): Promise<number> {
  if (command === 'up') return bringUp(lab)
  if (command === 'down') return takeDown(lab)
  if (command === 'status') return showStatus(lab, 'json' in options)
  if (command === 'fault' && first !== undefined) {
    await askSupervisor(
      lab.folder,
      { command: 'fault', name: first, ...(second === undefined ? {} : { node: second }), options },
      lab.log,
    )
    lab.log(`fault ${first} is in force${second ? ` on ${second}` : ''}`)
    return 0
  }
  if (command === 'heal') return heal(lab, first)
  lab.log(USAGE)
  lab.log(`\nfaults:\n${labFaults.map((fault) => `  ${fault.name.padEnd(24)} ${fault.title}`).join('\n')}`)
  return command === undefined || command === 'help' ? 0 : 2
}

async function heal(lab: Lab, only: string | undefined): Promise<number> {
  const begunAt = performance.now()
  await askSupervisor(lab.folder, { command: 'heal', ...(only === undefined ? {} : { only }) }, lab.log)
  lab.log(`healed after ${((performance.now() - begunAt) / 1_000).toFixed(1)} s`)
  return 0
}

async function takeDown(lab: Lab): Promise<number> {
  try {
    await askSupervisor(lab.folder, { command: 'down' }, lab.log)
    await untilDown(lab)
    lab.log('the lab is down')
  } catch (error) {
    if (!(error instanceof LabIsDownError)) throw error
    lab.log('the lab was down already')
  }
  return 0
}

/** It answers first and ends a moment later; whoever starts the lab again must not find it. */
async function untilDown(lab: Lab): Promise<void> {
  const deadline = Date.now() + ENDED_WITHIN_MS
  while (Date.now() < deadline) {
    const isDown = await askSupervisor(lab.folder, { command: 'status' }, lab.log).then(
      () => false,
      () => true,
    )
    if (isDown) return
    await delay(50)
  }
}

async function showStatus(lab: Lab, asJson: boolean): Promise<number> {
  const nodes = await currentStatus(lab)
  lab.log(asJson ? JSON.stringify(nodes, null, 2) : statusTable(nodes))
  return 0
}

async function currentStatus(lab: Lab): Promise<readonly NodeStatus[]> {
  try {
    const result = await askSupervisor(lab.folder, { command: 'status' }, lab.log)
    return asStatus(result)
  } catch (error) {
    if (!(error instanceof LabIsDownError)) throw error
    return labServices.map(({ node, address, ports }) => ({
      ...{ node, address, state: 'dead' as const, reason: error.message, pid: undefined, faults: [] },
      ports: ports.map(lab.port),
    }))
  }
}

/** Both ends of the socket are this program; its own supervisor is trusted to send what it promises. */
function asStatus(result: unknown): readonly NodeStatus[] {
  return result as readonly NodeStatus[]
}
