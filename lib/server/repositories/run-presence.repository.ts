import type { Database } from '@/lib/server/db/prisma'

export interface PresentPerson {
  readonly person: string
  readonly name: string
  readonly role: string
  readonly seenAtMs: number
}

/** True when they were not there before `since`: then the others are told. */
export async function seePerson(
  database: Database,
  seen: {
    readonly runId: string
    readonly person: string
    readonly name: string
    readonly role: string
    readonly at: Date
    readonly since: Date
  },
): Promise<boolean> {
  const { runId, person, name, role, at, since } = seen
  const where = { runId_person: { runId, person } }
  const before = await database.runPresence.findUnique({ where, select: { seenAt: true } })
  const data = { runId, person, name, role, seenAt: at }
  await database.runPresence.upsert({ where, create: data, update: { name, role, seenAt: at } })
  return before === null || before.seenAt < since
}

export async function listPresent(
  database: Database,
  runId: string,
  since: Date,
): Promise<readonly PresentPerson[]> {
  const rows = await database.runPresence.findMany({
    where: { runId, seenAt: { gte: since } },
    orderBy: { name: 'asc' },
  })
  return rows.map(({ person, name, role, seenAt }) => ({ person, name, role, seenAtMs: seenAt.getTime() }))
}
