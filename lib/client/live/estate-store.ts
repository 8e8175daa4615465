import type { LinkState, NodeState, Observed, Patch, Structure } from './estate'
import { applyPatch, confirmObserved, type EstateStep, expireObserved, type Heard } from './estate-state'

type Listener = () => void

/** Why there is no estate to draw yet. */
export interface LoadProblem {
  /** `empty`: nobody has put an inventory in force. The others are tried again. */
  readonly kind: 'empty' | 'database-away' | 'failed'
  readonly message: string
}

/** Everything that may be listened to: one node, one link, the causes, the structure, or any change. */
export type Topic = `node:${string}` | `link:${string}` | 'causes' | 'structure' | 'any'

/**
 * Holds the estate as last heard, outside React, so that a change of one node redraws what shows that node
 * and nothing else. Snapshots keep their identity until they change.
 */
export class EstateStore {
  #structure: Structure | null = null
  #problem: LoadProblem | null = null
  #observed: Observed = { generatedAtMs: 0, nodes: new Map(), links: new Map(), causes: [] }
  readonly #listeners = new Map<Topic, Set<Listener>>()

  get structure(): Structure | null {
    return this.#structure
  }

  /** Null once a topology was loaded: from then on the connection tells what is wrong. */
  get problem(): LoadProblem | null {
    return this.#problem
  }

  get observed(): Observed {
    return this.#observed
  }

  node(slug: string): NodeState | undefined {
    return this.#observed.nodes.get(slug)
  }

  link(id: string): LinkState | undefined {
    return this.#observed.links.get(id)
  }

  /** Takes a whole topology. One that is older than what is shown is ignored. */
  load(structure: Structure, observed: Observed): void {
    const isSame = sameStructure(this.#structure, structure)
    if (isSame && observed.generatedAtMs < this.#observed.generatedAtMs) return
    const before = this.#observed
    this.#observed = observed
    this.#problem = null
    if (!isSame) {
      this.#structure = structure
      this.#tell('structure')
    }
    for (const slug of new Set([...before.nodes.keys(), ...observed.nodes.keys()])) this.#tell(`node:${slug}`)
    for (const id of new Set([...before.links.keys(), ...observed.links.keys()])) this.#tell(`link:${id}`)
    this.#tell('causes')
    this.#tell('any')
  }

  /** The topology could not be read. What is shown already stays, and grows old by itself. */
  fail(problem: LoadProblem): void {
    if (this.#structure !== null) return
    this.#problem = problem
    this.#tell('structure')
  }

  patch(patch: Patch): void {
    this.#take(applyPatch(this.#observed, patch))
  }

  /** Makes unknown what has passed its shelf life; see `expireObserved`. */
  expire(nowMs: number, heard: Heard): void {
    this.#take(expireObserved(this.#observed, nowMs, heard))
  }

  /** Extends the shelf life of what is not stale. Nobody is told: it looks the same. */
  confirm(validUntilMs: ReadonlyMap<string, number>): void {
    this.#observed = confirmObserved(this.#observed, validUntilMs)
  }

  subscribe(topic: Topic, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(topic)
    }
  }

  #take({ observed, changes }: EstateStep): void {
    if (observed === this.#observed) return
    this.#observed = observed
    for (const slug of changes.nodes) this.#tell(`node:${slug}`)
    for (const id of changes.links) this.#tell(`link:${id}`)
    if (changes.causes) this.#tell('causes')
    this.#tell('any')
  }

  #tell(topic: Topic): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener()
  }
}

/** A revision never changes, so its number is enough. */
function sameStructure(a: Structure | null, b: Structure): boolean {
  return a?.revision === b.revision
}
