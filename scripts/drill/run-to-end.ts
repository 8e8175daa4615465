import { setTimeout as pause } from 'node:timers/promises'
import type { RunStepWire, RunWire } from '@/lib/core/api/runs'
import type { ConsoleClient } from './console-client'

const POLL_MS = 60

interface ToEnd {
  readonly choices: Readonly<Record<string, string>>
  readonly deadlineMs: number
  log(line: string): void
  /** Called as a button is pressed, with the step's key: the last press is the one that lets it go. */
  onPress?(key: string, atMs: number): void
  /** Called at each look at the run. */
  onLook?(run: RunWire): Promise<void>
}

/**
 * Takes a run to its end as its people would, at once: the commander asks for what destroys, the admin approves,
 * the operator does the rest. Ends when the run does, or stops and nobody may go on.
 */
export async function runToEnd(client: ConsoleClient, id: string, options: ToEnd): Promise<RunWire> {
  const deadlineMs = performance.now() + options.deadlineMs
  let last = ''
  while (true) {
    const run = await readPatiently(client, id, deadlineMs)
    await options.onLook?.(run)
    const current = run.steps.find(({ status }) => !['succeeded', 'skipped', 'pending'].includes(status))
    const line = `${run.status}: ${current ? `${current.key} ${current.status}${current.reason ? `: ${current.reason}` : ''}` : 'no step'}`
    if (line !== last) options.log(line)
    last = line
    if (run.status !== 'running') return run
    if (performance.now() > deadlineMs) throw new Error(`the run did not end in time: ${line}`)
    if (current) await attendPatiently(client, run, current, options)
    await pause(POLL_MS)
  }
}

/** The console may be away for a moment; people try again too. */
async function readPatiently(client: ConsoleClient, id: string, deadlineMs: number): Promise<RunWire> {
  while (true) {
    try {
      return await client.read(id)
    } catch (error) {
      if (performance.now() > deadlineMs) throw error
      await pause(POLL_MS * 4)
    }
  }
}

/** What was pressed may have been done already by the time that it arrives. */
async function attendPatiently(
  client: ConsoleClient,
  run: RunWire,
  step: RunStepWire,
  options: ToEnd,
): Promise<void> {
  try {
    await attend(client, run, step, options)
  } catch (error) {
    options.log(error instanceof Error ? error.message : String(error))
    await pause(POLL_MS * 4)
  }
}

async function attend(client: ConsoleClient, run: RunWire, step: RunStepWire, options: ToEnd): Promise<void> {
  if (step.status !== 'awaiting-approval' && step.status !== 'ready') return
  const asker = step.isDestructive ? 'commander' : 'operator'
  options.onPress?.(step.key, Date.now())
  if (step.status === 'awaiting-approval') {
    await client.step(run.id, step.key, 'approve', { as: 'admin' })
  } else if (step.status === 'ready' && step.kind === 'decision') {
    const choice = options.choices[step.key] ?? step.options[0]?.value
    await client.step(run.id, step.key, 'confirm', { as: 'commander', body: { choice } })
  } else if (step.status === 'ready' && step.kind === 'manual') {
    await client.step(run.id, step.key, 'confirm', {
      as: 'operator',
      body: { evidence: 'Done, in a drill.' },
    })
  } else if (step.status === 'ready') {
    const body = step.confirm === null ? {} : { confirmation: step.confirm }
    await client.step(run.id, step.key, 'execute', { as: asker, body })
  }
}
