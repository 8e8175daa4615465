import { existsSync, rmSync } from 'node:fs'
import { Client } from 'pg'
import { z } from 'zod'
import {
  type ActionContext,
  defineAction,
  defineCheck,
  type PreflightCheck,
} from '@/lib/core/runbooks/action-definition'
import { mariadbPromoteAction } from '@/lib/server/runbooks/actions/mariadb-promote.action'
import { registerAction } from '@/lib/server/runbooks/actions/register-action'
import { registerCheck } from '@/lib/server/runbooks/checks/register-check'
import type { RunbookKinds } from '@/lib/server/runbooks/kinds'

/**
 * Actions and checks on a table that stands for the estate, for tests of the engine. A thing is `isReady` when
 * its preconditions hold, `isDone` when the effect is there, and `acts` counts how often it was really changed.
 */
export const testWorldTable = `CREATE TABLE test_world (
  name text PRIMARY KEY, is_ready boolean NOT NULL DEFAULT true, is_done boolean NOT NULL DEFAULT false,
  acts int NOT NULL DEFAULT 0, undos int NOT NULL DEFAULT 0, calls int NOT NULL DEFAULT 0, tokens int[] NOT NULL DEFAULT '{}', hold_ms int NOT NULL DEFAULT 0,
  kill_at text, fail_with text)`

const settings = z.strictObject({ url: z.string(), name: z.string() })
type Settings = z.infer<typeof settings>

interface Thing {
  readonly is_ready: boolean
  readonly is_done: boolean
  readonly acts: number
  readonly hold_ms: number
  readonly kill_at: string | null
  readonly fail_with: string | null
}

async function query<Row>(
  { url }: Settings,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    return (await client.query(sql, [...values])).rows as readonly Row[]
  } finally {
    await client.end()
  }
}

async function look(to: Settings): Promise<Thing> {
  const [thing] = await query<Thing>(to, 'SELECT * FROM test_world WHERE name = $1', [to.name])
  if (!thing) throw new Error(`there is no ${to.name}`)
  return thing
}

/** Ends this process as a power cut would, once, when the test asks for it at this boundary. */
async function boundary(to: Settings, name: string): Promise<void> {
  const sql = 'UPDATE test_world SET kill_at = NULL WHERE name = $1 AND kill_at = $2 RETURNING name'
  if ((await query(to, sql, [to.name, name])).length > 0) process.kill(process.pid, 'SIGKILL')
}

function checkOf(key: string, isHeld: boolean): PreflightCheck {
  const outcome = isHeld ? 'passed' : 'failed'
  return {
    key,
    title: `it is ${key}`,
    outcome,
    reason: isHeld ? `it is ${key}` : `it is not ${key}`,
    evidence: [],
  }
}

async function act(to: Settings, context: ActionContext) {
  await boundary(to, 'before-observe')
  await query(to, 'UPDATE test_world SET calls = calls + 1 WHERE name = $1', [to.name])
  const before = await look(to)
  if (before.fail_with !== null) throw new Error(before.fail_with)
  if (before.is_done) return { changed: false, summary: 'was done already', evidence: [] }
  await boundary(to, 'before-act')
  if (before.hold_ms > 0) await held(before.hold_ms, context.signal)
  await context.assertHeld()
  const sql =
    'UPDATE test_world SET is_done = true, acts = acts + 1, tokens = tokens || $2::int WHERE name = $1'
  await query(to, sql, [to.name, context.fencingToken])
  await context.remember(`${to.name}-acted`, true)
  await boundary(to, 'after-act')
  return {
    changed: true,
    summary: 'done',
    evidence: [{ label: 'Token', value: String(context.fencingToken) }],
  }
}

async function undo(to: Settings, context: ActionContext) {
  await boundary(to, 'before-undo')
  const { is_done, fail_with } = await look(to)
  if (fail_with !== null) throw new Error(fail_with)
  if ((await context.recall(`${to.name}-acted`)) !== true || !is_done) {
    return { changed: false, summary: 'nothing had been changed', evidence: [] }
  }
  await context.assertHeld()
  await query(to, 'UPDATE test_world SET is_done = false, undos = undos + 1 WHERE name = $1', [to.name])
  await boundary(to, 'after-undo')
  const now = await look(to)
  return { changed: true, summary: 'as it was', evidence: [{ label: 'Done', value: String(now.is_done) }] }
}

function held(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new Error('told to stop'))
    })
  })
}

function testAction(kind: string, isDestructive: boolean, canUndo = false) {
  return defineAction<Settings>({
    kind,
    title: 'Changes the test world',
    settings,
    isDestructive,
    async describe(to) {
      await boundary(to, 'before-describe')
      const { acts } = await look(to)
      return {
        summary: `Does ${to.name}`,
        commands: [`UPDATE ${to.name}`],
        facts: [{ label: 'Acts', value: String(acts) }],
        recoveryPoint: { transactions: 0, ageSeconds: 0, reason: 'nothing is lost' },
      }
    },
    async preflight(to) {
      await boundary(to, 'before-preflight')
      return [checkOf('ready', (await look(to)).is_ready)]
    },
    execute: act,
    async verify(to) {
      await boundary(to, 'before-verify')
      const thing = await look(to)
      await boundary(to, 'after-verify')
      return [checkOf('done', thing.is_done)]
    },
    ...(canUndo ? { undo } : {}),
  })
}

/** Knows one that would do, and one for which there is nothing to do. */
const testChoose = defineAction<Settings>({
  ...testAction('test-choose', false),
  choices: async ({ name }) => ({
    to: [
      { value: 'web', verdict: 'fit', reason: `${name} is near` },
      { value: 'gone', verdict: 'already', reason: 'it is so already' },
      { value: 'nowhere', verdict: 'fit', reason: 'no runbook offers it' },
    ],
  }),
})

const testCheck = defineCheck<Settings>({
  kind: 'test-check',
  title: 'Looks at the test world',
  settings,
  async check(to) {
    await boundary(to, 'before-check')
    return [checkOf('ready', (await look(to)).is_ready)]
  },
})

const mortalSettings = z.strictObject({ dieOnce: z.string(), promote: mariadbPromoteAction.settings })

/** The real promotion, by a process that dies right after it as long as the file is there. */
const testPromoteThenDie = defineAction<z.infer<typeof mortalSettings>>({
  kind: 'test-promote-then-die',
  title: 'Promotes a replica and dies before it can say so',
  settings: mortalSettings,
  isDestructive: false,
  describe: ({ promote }, context) => mariadbPromoteAction.describe(promote, context),
  preflight: ({ promote }, context) => mariadbPromoteAction.preflight(promote, context),
  verify: ({ promote }, context) => mariadbPromoteAction.verify(promote, context),
  async execute({ promote, dieOnce }, context) {
    const result = await mariadbPromoteAction.execute(promote, context)
    if (existsSync(dieOnce)) {
      rmSync(dieOnce)
      process.kill(process.pid, 'SIGKILL')
    }
    return result
  },
})

export const testKinds: RunbookKinds = {
  actions: [
    registerAction(testAction('test-act', false)),
    registerAction(testAction('test-destroy', true)),
    registerAction(testAction('test-undoable', false, true)),
    registerAction(testChoose),
    registerAction(testPromoteThenDie),
  ],
  checks: [registerCheck(testCheck)],
}
