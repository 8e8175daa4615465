import { readFile, rename, writeFile } from 'node:fs/promises'
import { EdgeState } from '@/lab/cloudflare/state'

/** The state in memory, written to disk as a whole before a change is told to anyone. */
export class StateStore {
  #state: EdgeState
  #writing: Promise<void> = Promise.resolve()

  private constructor(
    readonly path: string,
    state: EdgeState,
  ) {
    this.#state = state
  }

  /** What an earlier run stored wins over `initial`, so that a restart forgets nothing. */
  static async open(path: string, initial: EdgeState): Promise<StateStore> {
    const stored = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    const store = new StateStore(path, stored ? EdgeState.parse(JSON.parse(stored)) : initial)
    if (!stored) await store.replace(initial)
    return store
  }

  get state(): EdgeState {
    return this.#state
  }

  async replace(state: EdgeState): Promise<void> {
    this.#state = state
    this.#writing = this.#writing.then(() => writeWhole(this.path, JSON.stringify(state, null, 2)))
    await this.#writing
  }
}

async function writeWhole(path: string, content: string): Promise<void> {
  const draft = `${path}.draft`
  await writeFile(draft, content, { mode: 0o600 })
  await rename(draft, path)
}
