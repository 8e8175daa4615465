import { PgBoss } from 'pg-boss'

/** One job a run: whoever has it hosts the run. */
export const RUN_QUEUE = 'run-advance'
/** One job a runbook: whoever has it evaluates the runbook. */
export const EVALUATION_QUEUE = 'runbook-evaluate'
/** The longest that pg-boss lets a job live; a run that takes longer is claimed anew. */
const LONGEST_SECONDS = 23 * 3_600
/** The least that pg-boss takes. Our own lease ends sooner and is what lets another worker take over. */
const HEARTBEAT_SECONDS = 10
const MANY = 1_000_000

const schema = 'pgboss'

/** Brings the schema of the jobs up to this code and makes the queues; several processes may do so at once. */
export async function prepareJobQueues(connectionString: string): Promise<void> {
  const boss = new PgBoss({ connectionString, schema, max: 1, supervise: false, schedule: false })
  const failures: unknown[] = []
  boss.on('error', (error) => failures.push(error))
  await boss.start()
  try {
    await boss.createQueue(RUN_QUEUE, {
      policy: 'exclusive',
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: LONGEST_SECONDS,
      retryLimit: MANY,
      retryDelay: 0,
    })
    await boss.createQueue(EVALUATION_QUEUE, {
      policy: 'exclusive',
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: 600,
      retryLimit: 1,
    })
  } finally {
    await boss.stop({ graceful: false })
  }
}

interface BossOptions {
  readonly url: string
  readonly onError: (error: unknown) => void
}

/** For a worker: claims and supervises jobs. */
export function createBoss({ url, onError }: BossOptions): PgBoss {
  const boss = new PgBoss({
    connectionString: url,
    schema,
    max: 3,
    migrate: false,
    supervise: true,
    superviseIntervalSeconds: 5,
    schedule: true,
  })
  boss.on('error', onError)
  return boss
}
