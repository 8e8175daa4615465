import type { FactDifference } from '@/lib/core/observed/diff-facts'
import {
  type FactBody,
  type FactChange,
  type FactKind,
  type FactSet,
  factBodySchema,
} from '@/lib/core/observed/fact'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'

const INSERT = `
INSERT INTO "FactChange" ("at", "key", "kind", "setBy", "vantage", "from", "to")
SELECT to_timestamp($1::float8 / 1000), c.key, c.kind, $2, $3, c.before::jsonb, c.after::jsonb
FROM unnest($4::text[], $5::text[], $6::text[], $7::text[]) AS c(key, kind, before, after)`

export async function insertFactChanges(
  transaction: DatabaseTransaction,
  { setBy, vantage, observedAtMs }: FactSet,
  differences: readonly FactDifference[],
): Promise<readonly FactChange[]> {
  const changes = differences.flatMap(({ key, from, to }): readonly FactChange[] => {
    const kind = (to ?? from)?.kind
    return kind === undefined ? [] : [{ key, kind, setBy, vantage, atMs: observedAtMs, from, to }]
  })
  if (changes.length === 0) return changes
  await transaction.$executeRawUnsafe(
    INSERT,
    observedAtMs,
    setBy,
    vantage,
    changes.map(({ key }) => key),
    changes.map(({ kind }) => kind),
    changes.map(({ from }) => jsonOf(from)),
    changes.map(({ to }) => jsonOf(to)),
  )
  return changes
}

interface ChangeFilter {
  readonly kinds?: readonly FactKind[]
  /** How the key ends: `:443/tcp` is this port of any address, seen from anywhere. */
  readonly keyEnd?: string
  /** Changes at or after the instant. */
  readonly sinceMs?: number
  /** Changes at or before the instant. */
  readonly untilMs?: number
  /** Of each thing the newest change alone. */
  readonly isNewestOnly?: boolean
  readonly limit?: number
}

export interface StoredFactChange extends FactChange {
  /** Grows with each row that is written. */
  readonly id: bigint
}

/** What has changed, the newest first. */
export async function listFactChanges(
  database: Database,
  { kinds, keyEnd, sinceMs, untilMs, isNewestOnly, limit }: ChangeFilter,
): Promise<readonly StoredFactChange[]> {
  const rows = await database.factChange.findMany({
    where: {
      ...(kinds === undefined ? {} : { kind: { in: [...kinds] } }),
      ...(keyEnd === undefined ? {} : { key: { endsWith: keyEnd } }),
      ...(sinceMs === undefined && untilMs === undefined ? {} : { at: between(sinceMs, untilMs) }),
    },
    orderBy: isNewestOnly
      ? [{ key: 'asc' }, { at: 'desc' }, { id: 'desc' }]
      : [{ at: 'desc' }, { id: 'desc' }],
    ...(isNewestOnly ? { distinct: ['key'] } : {}),
    ...(limit === undefined ? {} : { take: limit }),
  })
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    kind: row.kind as FactKind,
    setBy: row.setBy,
    vantage: row.vantage as FactChange['vantage'],
    atMs: row.at.getTime(),
    from: bodyOf(row.from),
    to: bodyOf(row.to),
  }))
}

function between(sinceMs: number | undefined, untilMs: number | undefined) {
  return {
    ...(sinceMs === undefined ? {} : { gte: new Date(sinceMs) }),
    ...(untilMs === undefined ? {} : { lte: new Date(untilMs) }),
  }
}

function jsonOf(body: FactBody | null): string | null {
  return body === null ? null : JSON.stringify(body)
}

function bodyOf(value: unknown): FactBody | null {
  const read = factBodySchema.safeParse(value)
  return read.success ? read.data : null
}
