import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { ActionContext, LastHealthy } from '@/lib/core/runbooks/action-definition'
import { dataFolder } from '@/lib/server/config/data-folder'
import { connectorKinds } from '@/lib/server/connectors/registry'
import { readOverlay } from '@/lib/server/inventory-files/overlay'
import { parseInventory } from '@/lib/server/inventory-files/parse-inventory'
import { probeKinds } from '@/lib/server/probes/registry'
import { createSecretStore } from '@/lib/server/secrets/secret-store'

interface TestContextOptions {
  readonly timeoutMs?: number
  readonly parameters?: Readonly<Record<string, string>>
  /** Settings of connectors by slug, instead of the declared ones. */
  readonly connectors?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Of an earlier context: what a repeat after a crash finds. */
  readonly memory?: Map<string, unknown>
  /** Of the run whose way back this is. */
  readonly before?: ReadonlyMap<string, unknown>
  /** What any probe last found in order. */
  readonly lastHealthy?: readonly LastHealthy[]
  /** Called before each change of a real system; throws to play a process that has lost its run. */
  readonly onAct?: () => void
}

export interface TestActionContext extends ActionContext {
  readonly memory: Map<string, unknown>
  readonly notes: string[]
  /** How often an action asked whether it may still act. */
  acted(): number
}

/** What an action gets from the engine, with the connectors and secrets of the lab and a memory of its own. */
export function testActionContext(options: TestContextOptions = {}): TestActionContext {
  const {
    timeoutMs = 30_000,
    parameters = {},
    connectors = {},
    memory = new Map(),
    before = new Map(),
    lastHealthy = [],
    onAct,
  } = options
  const secrets = createSecretStore()
  const notes: string[] = []
  let asked = 0
  return {
    memory,
    notes,
    acted: () => asked,
    signal: AbortSignal.timeout(timeoutMs),
    nowMs: () => Date.now(),
    run: { id: 'test', mode: 'drill', runbookId: 'test', parameters, startedAtMs: Date.now() },
    fencingToken: 1,
    async assertHeld() {
      asked += 1
      onAct?.()
    },
    async connector(slug, schema) {
      return schema.parse(connectors[slug] ?? declaredSettings(slug))
    },
    secret: (reference) => secrets.read(reference),
    recall: async (key) => memory.get(key),
    recallBefore: async (key) => before.get(key),
    async remember(key, value) {
      // What a journal keeps comes back as JSON.
      memory.set(key, JSON.parse(JSON.stringify(value)))
    },
    async note(line) {
      notes.push(line)
    },
    lastHealthy: async () => lastHealthy,
    healthOf: async () => ({ status: 'unknown', failingSinceMs: null }),
  }
}

/** What the inventory declares of a connector, at the ports that the lab really has. */
export function declaredSettings(slug: string): Readonly<Record<string, unknown>> {
  const found = labConnectors().find((each) => each.slug === slug)
  if (!found) throw new Error(`the inventory declares no connector ${slug}`)
  return found.settings
}

let read: Inventory['connectors'] | undefined

function labConnectors(): Inventory['connectors'] {
  if (read) return read
  const file = 'inventory/askproai.yaml'
  const overlay = join(dataFolder(), 'lab', 'overlay.json')
  const { portShift } = existsSync(overlay)
    ? readOverlay(readFileSync(overlay, 'utf8'), overlay)
    : { portShift: {} }
  read = parseInventory(readFileSync(file, 'utf8'), {
    file,
    probeKinds,
    connectorKinds,
    portShift,
  }).connectors
  return read
}
