import { probePolicySchema } from '@/lib/core/health/health-state'
import type { InventoryNode } from '@/lib/core/inventory/node'
import { nodeOwner } from '@/lib/core/schedule/node-owner'
import { type DependencyGraph, dependencyGraph } from '@/lib/core/topology/dependency-graph'
import type { Database } from '@/lib/server/db/prisma'
import { currentRevisionNumber, findCurrentRevision } from '@/lib/server/repositories/inventory.repository'
import { type DeclaredProbe, listDeclaredProbes } from '@/lib/server/repositories/probe.repository'
import { type NodeMemory, nothingPending, type ProbeMemory } from './node-memory'
import { reloadNodes } from './reload-nodes'

/** The declared estate, as far as probing needs it. */
interface Declared {
  readonly revision: number
  readonly probes: ReadonlyMap<string, readonly DeclaredProbe[]>
  readonly nodes: ReadonlyMap<string, InventoryNode>
  readonly graph: DependencyGraph | undefined
}

/** Which nodes this worker probes, with their memory. */
export class Assignments {
  readonly #database: Database
  readonly #workerId: string
  /** Also nodes that others probe now: what is pending of them is still to be stored, from one memory. */
  readonly #known = new Map<string, NodeMemory>()
  #own = new Map<string, NodeMemory>()
  #declared: Declared | undefined

  constructor(database: Database, workerId: string) {
    this.#database = database
    this.#workerId = workerId
  }

  /** The memory of a node that this worker probes. */
  find(nodeSlug: string): NodeMemory | undefined {
    return this.#own.get(nodeSlug)
  }

  probes(): readonly ProbeMemory[] {
    return [...this.#own.values()].flatMap((node) => [...node.probes.values()])
  }

  /** What may explain that a node fails: those on which it depends directly, and those that stand in for it. */
  explainersOf(nodeSlug: string): readonly string[] {
    const graph = this.#declared?.graph
    const index = graph?.indexOf.get(nodeSlug)
    if (graph === undefined || index === undefined) return []
    const around = [...(graph.dependencies[index] ?? []), ...(graph.fellows[index] ?? [])]
    return around.flatMap((other) => graph.slugs[other] ?? [])
  }

  /** Works the nodes of this worker out anew, from the inventory in force and the live workers. */
  async refresh(workerIds: readonly string[]): Promise<void> {
    const declared = await this.#readDeclared()
    const own = new Map<string, NodeMemory>()
    const toLoad: NodeMemory[] = []
    for (const [nodeSlug, probes] of declared.probes) {
      if (nodeOwner(nodeSlug, workerIds) !== this.#workerId) continue
      const node = this.#remember(nodeSlug, declared.nodes.get(nodeSlug))
      const isChanged = this.#declare(node, probes)
      if (isChanged || !this.#own.has(nodeSlug)) toLoad.push(node)
      own.set(nodeSlug, node)
    }
    if (toLoad.length > 0) await reloadNodes(this.#database, toLoad)
    this.#own = own
    this.#forgetSettled()
  }

  async #readDeclared(): Promise<Declared> {
    const inForce = await currentRevisionNumber(this.#database)
    if (this.#declared?.revision === inForce) return this.#declared
    const revision = await findCurrentRevision(this.#database)
    const probes = await listDeclaredProbes(this.#database)
    this.#declared = {
      revision: revision?.revision ?? 0,
      probes: Map.groupBy(probes, (probe) => probe.nodeSlug),
      nodes: new Map(revision?.inventory.nodes.map((node) => [node.slug, node])),
      graph: revision && dependencyGraph(revision.inventory),
    }
    return this.#declared
  }

  #remember(nodeSlug: string, declared: InventoryNode | undefined): NodeMemory {
    const known = this.#known.get(nodeSlug)
    if (known !== undefined) {
      known.node = declared
      return known
    }
    const node: NodeMemory = {
      slug: nodeSlug,
      node: declared,
      probes: new Map(),
      status: 'unknown',
      pending: nothingPending(),
    }
    this.#known.set(nodeSlug, node)
    return node
  }

  /** Makes the node's probes those declared; true when what is stored of them must be read. */
  #declare(node: NodeMemory, declared: readonly DeclaredProbe[]): boolean {
    let isChanged = node.probes.size !== declared.length
    const kept = new Set(declared.map((probe) => probe.slug))
    for (const slug of [...node.probes.keys()]) if (!kept.has(slug)) node.probes.delete(slug)
    for (const row of declared) {
      const known = node.probes.get(row.slug)
      if (known?.id === row.id) {
        if (!redeclare(known, row)) continue
        forgetPending(node, known)
        isChanged = true
        continue
      }
      node.probes.set(row.slug, newProbe(row, this.#workerId))
      isChanged = true
    }
    return isChanged
  }

  #forgetSettled(): void {
    for (const [slug, node] of this.#known) {
      const isSettled = node.pending.observations.length === 0
      if (isSettled && !this.#own.has(slug)) this.#known.delete(slug)
    }
  }
}

function newProbe(row: DeclaredProbe, workerId: string): ProbeMemory {
  return {
    id: row.id,
    slug: row.slug,
    nodeSlug: row.nodeSlug,
    kind: row.kind,
    settings: asSettings(row.settings),
    policy: asPolicy(row.policy),
    workerId,
    health: null,
    evidence: [],
    figures: {},
    version: 0,
    storedEvidence: undefined,
    storedFigures: undefined,
    facts: null,
    storedFacts: undefined,
  }
}

/** What was measured as the probe was declared before says nothing of what is asked for now. */
function forgetPending(node: NodeMemory, probe: ProbeMemory): void {
  node.pending.observations = node.pending.observations.filter((pending) => pending.probe !== probe)
  probe.facts = null
}

/** Keeps the settings object while the settings are the same; true when something is asked otherwise now. */
function redeclare(probe: ProbeMemory, row: DeclaredProbe): boolean {
  const isSame = probe.kind === row.kind && JSON.stringify(probe.settings) === JSON.stringify(row.settings)
  probe.policy = asPolicy(row.policy)
  if (isSame) return false
  probe.kind = row.kind
  probe.settings = asSettings(row.settings)
  return true
}

function asPolicy(value: unknown): ProbeMemory['policy'] {
  const parsed = probePolicySchema.safeParse(value)
  return parsed.success ? parsed.data : probePolicySchema.parse({})
}

/** The probe kind parses the settings; here they are only told from what is none. */
function asSettings(value: unknown): ProbeMemory['settings'] {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
