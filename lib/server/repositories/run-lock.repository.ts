import type { DatabaseTransaction } from '@/lib/server/db/prisma'

export interface LockHolder {
  readonly lock: string
  readonly number: number
  readonly title: string
  readonly startedBy: string
}

/**
 * Takes every lock for a run, or says who holds one of them. Of two at the same moment the second waits for the
 * first, for a partial unique index lets one active row a name be there.
 */
export async function takeRunLocks(
  transaction: DatabaseTransaction,
  { runId, names, at }: { readonly runId: string; readonly names: readonly string[]; readonly at: Date },
): Promise<LockHolder | undefined> {
  for (const name of [...new Set(names)].toSorted()) {
    const taken = await transaction.$executeRaw`
      INSERT INTO "RunLock" ("name", "runId", "acquiredAt", "token")
      VALUES (${name}, ${runId}::uuid, ${at}, (SELECT coalesce(max("token"), 0) + 1 FROM "RunLock" WHERE "name" = ${name}))
      ON CONFLICT ("name") WHERE "releasedAt" IS NULL DO NOTHING`
    if (taken === 0) return findHolder(transaction, name)
  }
  return undefined
}

async function findHolder(transaction: DatabaseTransaction, name: string): Promise<LockHolder> {
  const held = await transaction.runLock.findFirstOrThrow({
    where: { name, releasedAt: null },
    include: { run: { select: { number: true, title: true, startedBy: true } } },
  })
  return { lock: name, ...held.run }
}

export async function releaseRunLocks(
  transaction: DatabaseTransaction,
  runId: string,
  at: Date,
): Promise<void> {
  await transaction.runLock.updateMany({ where: { runId, releasedAt: null }, data: { releasedAt: at } })
}
