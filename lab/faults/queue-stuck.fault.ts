import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { pauseFile } from '@/lab/app/deploy'
import { defineFault, type FaultContext } from '@/lab/faults/lab-fault'
import { numberOption } from '@/lab/faults/required-option'
import { withRedisCluster } from '@/lab/redis/redis-cluster'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const WORKERS = ['worker-1', 'worker-2'] as const
const QUEUE = 'laravel_database_queues:default'
const FEED_EVERY_MS = 500

export const queueStuckFault = defineFault({
  name: 'queue-stuck',
  title: 'workers beat but handle nothing, and jobs pile up (--rate 20 a second, --jobs 3000 in all)',
  nodes: WORKERS,
  async inject(context) {
    const rate = numberOption(context, 'rate', { fallback: 20, most: 1_000 })
    const jobs = numberOption(context, 'jobs', { fallback: 3_000, most: 100_000 })
    for (const worker of WORKERS) await writeOwnedFile(pauseFile(context.lab, worker), '')
    context.background((signal) => feed(context, { rate, jobs }, signal))
  },
  async heal({ lab }) {
    for (const worker of WORKERS) await rm(pauseFile(lab, worker), { force: true })
  },
})

async function feed(
  { lab }: FaultContext,
  { rate, jobs }: { readonly rate: number; readonly jobs: number },
  signal: AbortSignal,
): Promise<void> {
  const share = Math.max(1, Math.round((rate * FEED_EVERY_MS) / 1_000))
  await withRedisCluster(lab, async (cluster) => {
    for (let fed = 0; fed < jobs && !signal.aborted; fed += share) {
      await cluster.rpush(QUEUE, ...Array.from({ length: Math.min(share, jobs - fed) }, payload))
      await delay(FEED_EVERY_MS, undefined, { signal })
    }
  })
}

/** A job as Laravel writes it. */
function payload(): string {
  const job = 'App\\Jobs\\SendReminder'
  return JSON.stringify({
    uuid: randomBytes(16).toString('hex'),
    displayName: job,
    job: 'Illuminate\\Queue\\CallQueuedHandler@call',
    maxTries: 3,
    timeout: 60,
    data: { commandName: job, command: { appointment: randomBytes(4).readUInt32BE() } },
    attempts: 0,
    pushedAt: Date.now() / 1_000,
  })
}
