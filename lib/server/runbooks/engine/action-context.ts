import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import type { RunRecord } from '@/lib/core/runbooks/journal'
import type { Clock } from '@/lib/core/time/clock'
import { measureNodes } from '@/lib/core/topology/measure-nodes'
import { projectTopology } from '@/lib/core/topology/project-topology'
import { inTransaction } from '@/lib/server/db/in-transaction'
import type { Database } from '@/lib/server/db/prisma'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { lastHealthyObservations } from '@/lib/server/repositories/observation.repository'
import { insertRunEntries } from '@/lib/server/repositories/run-entry.repository'
import {
  type Held,
  recallBeforeRun,
  recallFromRun,
  rememberInRun,
  renewRun,
} from '@/lib/server/repositories/run-lease.repository'
import type { SecretStore } from '@/lib/server/secrets/secret-store'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { loadObserved } from '@/lib/server/services/topology/load-observed'
import type { Redactor } from './redact'

/** How long a run is held without a word of its worker. */
export const RUN_LEASE_MS = 4_000

export interface ActionTools {
  readonly database: Database
  readonly clock: Clock
  readonly secrets: SecretStore
  readonly redactor: Redactor
}

interface ActionPlace {
  readonly run: Pick<RunRecord, 'id' | 'mode' | 'runbookId' | 'parameters' | 'startedAtMs'>
  readonly stepKey: string
  readonly token: number
  /** Names the worker in the time line. */
  readonly actor: string
  readonly signal: AbortSignal
}

/** What an action of a run may use. What it writes is redacted, and refused once the run is another worker's. */
export function createActionContext(tools: ActionTools, place: ActionPlace): ActionContext {
  const { database, clock, redactor } = tools
  const { run, token, signal } = place
  const held: Held = { runId: run.id, token }
  return {
    ...worldOf(tools),
    signal,
    run: { ...run, id: run.id },
    fencingToken: token,
    async assertHeld() {
      signal.throwIfAborted()
      if (!(await renewRun(database, held, RUN_LEASE_MS))) throw lost()
      signal.throwIfAborted()
    },
    recall: (key) => recallFromRun(database, run.id, key),
    recallBefore: (key) => recallBeforeRun(database, run.id, key),
    async remember(key, value) {
      const memory = { key, value: redactor.value(value) }
      if (!(await rememberInRun(database, held, memory))) throw lost()
    },
    async note(line) {
      const entry = { kind: 'note', stepKey: place.stepKey, text: redactor.text(line) }
      const by = { runId: run.id, actor: place.actor, atMs: clock.nowMs() }
      await inTransaction(database, async (transaction) => {
        await insertRunEntries(transaction, by, [entry])
        await appendEvents(transaction, [{ kind: 'run-changed', runId: run.id, runbookId: run.runbookId }])
      })
    },
  }
}

type World = Pick<ActionContext, 'nowMs' | 'connector' | 'secret' | 'healthOf' | 'lastHealthy'>

/** The parts of a context that look at the world and not at a run. */
export function worldOf({ database, clock, secrets, redactor }: ActionTools): World {
  return {
    nowMs: () => clock.nowMs(),
    async connector(slug, schema) {
      const { inventory } = await currentInventory(database)
      const connector = inventory.connectors.find((each) => each.slug === slug)
      if (!connector) throw new AppError('not-found', `the inventory declares no connector ${slug}`)
      const settings = schema.safeParse(connector.settings)
      if (settings.success) return settings.data
      throw new AppError('bad-input', `the settings of the connector ${slug} do not fit`, {
        cause: settings.error,
      })
    },
    async secret(reference) {
      const value = await secrets.read(reference)
      redactor.add(value)
      return value
    },
    lastHealthy: (probe) => lastHealthyObservations(database, probe),
    async healthOf(nodeSlug) {
      const { inventory } = await currentInventory(database)
      const observed = await loadObserved(database, clock.nowMs())
      const view = projectTopology(inventory, observed).nodes.find(({ node }) => node.slug === nodeSlug)
      if (!view) throw new AppError('not-found', `the inventory declares no node ${nodeSlug}`)
      const measured = measureNodes(inventory, observed, new Map()).get(nodeSlug)
      return { status: view.health.status, failingSinceMs: measured?.own.failingSinceMs ?? null }
    },
  }
}

function lost(): AppError {
  return new AppError('conflict', 'this worker no longer holds the run')
}
