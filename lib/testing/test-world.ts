import { testWorldTable } from './runbook-kinds'
import { execute, type TestDatabase } from './test-database'

export interface TestThing {
  readonly is_ready: boolean
  readonly is_done: boolean
  readonly acts: number
  readonly undos: number
  readonly calls: number
  readonly tokens: readonly number[]
  readonly kill_at: string | null
}

/** The world that the actions of the tests act on. */
export interface TestWorld {
  /** A new thing, and the settings that name it. */
  add(name: string, parts?: Readonly<Record<string, unknown>>): Promise<{ url: string; name: string }>
  set(name: string, parts: Readonly<Record<string, unknown>>): Promise<void>
  look(name: string): Promise<TestThing>
}

export async function createTestWorld({ url, database }: TestDatabase): Promise<TestWorld> {
  await execute(url, testWorldTable)
  const set = async (name: string, parts: Readonly<Record<string, unknown>>) => {
    for (const [column, value] of Object.entries(parts)) {
      await database.$executeRawUnsafe(`UPDATE test_world SET ${column} = $1 WHERE name = $2`, value, name)
    }
  }
  return {
    set,
    async add(name, parts = {}) {
      await database.$executeRaw`INSERT INTO test_world (name) VALUES (${name})`
      await set(name, parts)
      return { url, name }
    },
    async look(name) {
      const rows = await database.$queryRaw<TestThing[]>`SELECT * FROM test_world WHERE name = ${name}`
      const [thing] = rows
      if (!thing) throw new Error(`there is no ${name}`)
      return thing
    },
  }
}
