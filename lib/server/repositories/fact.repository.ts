import { diffFacts, factsRunOn } from '@/lib/core/observed/diff-facts'
import {
  type FactBody,
  type FactChange,
  type FactKind,
  type FactOf,
  type FactSet,
  factBodySchema,
  type ObservedFact,
} from '@/lib/core/observed/fact'
import { factKey } from '@/lib/core/observed/fact-key'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { FactSet as FactSetRow } from '@/prisma/generated/client'
import { insertFactChanges } from './fact-change.repository'

export interface NewFactSet extends FactSet {
  /** Null when the set says what it said before: only its time is renewed. */
  readonly facts: readonly FactBody[] | null
}

/**
 * Stores what was said: what is new or different, what is no longer said goes, the history of both. Returns the
 * kinds of which something changed. Sets are taken in one order, so that two writers do not lock each other out.
 */
export async function storeFactSets(
  transaction: DatabaseTransaction,
  sets: readonly NewFactSet[],
): Promise<readonly FactKind[]> {
  if (sets.length === 0) return []
  const ordered = sets.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  const idOf = await renewSets(transaction, ordered)
  const kinds = new Set<FactKind>()
  for (const set of ordered) {
    const setId = idOf.get(set.name)
    if (set.facts === null || setId === undefined) continue
    for (const { kind } of await replaceFacts(transaction, setId, { ...set, facts: set.facts }))
      kinds.add(kind)
  }
  return [...kinds].sort()
}

/** A fact with the name of the set that says it. */
export type StoredFact<Body extends FactBody = FactBody> = ObservedFact<Body> & Pick<FactSet, 'name'>

/** Every observed fact, or those of some kinds, the stale ones included, sorted by key. */
export async function listFacts<Kind extends FactKind = FactKind>(
  database: Database | DatabaseTransaction,
  kinds?: readonly Kind[],
): Promise<readonly StoredFact<FactOf<Kind>>[]> {
  const rows = await database.observedFact.findMany({
    ...(kinds === undefined ? {} : { where: { kind: { in: [...kinds] } } }),
    include: { set: true },
    orderBy: { key: 'asc' },
  })
  return rows.flatMap(({ key, body, since, set }) => {
    const read = readBody<Kind>(body)
    return read === null ? [] : [{ ...toFactSet(set), key, body: read, sinceMs: since.getTime() }]
  })
}

/** What these sets said is no longer said by anybody: probes that were removed, or look at something else now. */
export async function forgetFactSets(
  transaction: DatabaseTransaction,
  names: readonly string[],
  atMs: number,
): Promise<readonly FactKind[]> {
  const rows = await transaction.factSet.findMany({ where: { name: { in: [...names] } } })
  const kinds = new Set<FactKind>()
  for (const row of rows) {
    const set = { ...toFactSet(row), observedAtMs: atMs, validUntilMs: atMs, facts: [] }
    for (const { kind } of await replaceFacts(transaction, row.id, set)) kinds.add(kind)
  }
  await transaction.factSet.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })
  return [...kinds].sort()
}

type WholeFactSet = FactSet & { readonly facts: readonly FactBody[] }

const RENEW = `
INSERT INTO "FactSet" AS known ("name", "setBy", "source", "vantage", "observedAt", "validUntil")
SELECT s.name, s.set_by, s.source, s.vantage, to_timestamp(s.observed / 1000), to_timestamp(s.valid / 1000)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[])
  AS s(name, set_by, source, vantage, observed, valid)
ON CONFLICT ("name") DO UPDATE SET "setBy" = EXCLUDED."setBy", "source" = EXCLUDED."source",
  "vantage" = EXCLUDED."vantage", "observedAt" = EXCLUDED."observedAt", "validUntil" = EXCLUDED."validUntil"
RETURNING "id", "name"`

async function renewSets(
  transaction: DatabaseTransaction,
  sets: readonly NewFactSet[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.$queryRawUnsafe<{ id: number; name: string }[]>(
    RENEW,
    sets.map((set) => set.name),
    sets.map((set) => set.setBy),
    sets.map((set) => set.source),
    sets.map((set) => set.vantage),
    sets.map((set) => set.observedAtMs),
    sets.map((set) => set.validUntilMs),
  )
  return new Map(rows.map(({ name, id }) => [name, id]))
}

const UPSERT = `
INSERT INTO "ObservedFact" AS known ("key", "kind", "body", "since", "setId")
SELECT f.key, f.kind, f.body::jsonb, to_timestamp($4::float8 / 1000), $5::int
FROM unnest($1::text[], $2::text[], $3::text[]) AS f(key, kind, body)
ON CONFLICT ("key") DO UPDATE SET "kind" = EXCLUDED."kind", "body" = EXCLUDED."body",
  "since" = EXCLUDED."since", "setId" = EXCLUDED."setId"`

const RUN_ON = `
UPDATE "ObservedFact" AS known SET "body" = f.body::jsonb
FROM unnest($1::text[], $2::text[]) AS f(key, body) WHERE known."key" = f.key`

/** Compares with what is stored of the set, and of its keys by whomever. */
async function replaceFacts(
  transaction: DatabaseTransaction,
  setId: number,
  set: WholeFactSet,
): Promise<readonly FactChange[]> {
  const after = new Map(set.facts.map((body) => [factKey(body, set), body]))
  const rows = await transaction.observedFact.findMany({
    where: { OR: [{ setId }, { key: { in: [...after.keys()] } }] },
  })
  const before = new Map(
    rows.flatMap(({ key, body }) => {
      const read = readBody(body)
      return read === null ? [] : [[key, read] as const]
    }),
  )
  const changes = diffFacts(before, after)
  const taken = rows.filter((row) => row.setId !== setId && after.has(row.key)).map((row) => row.key)
  if (taken.length > 0) {
    await transaction.observedFact.updateMany({ where: { key: { in: taken } }, data: { setId } })
  }
  const gone = rows.filter((row) => !after.has(row.key)).map((row) => row.key)
  if (gone.length > 0) await transaction.observedFact.deleteMany({ where: { key: { in: gone } } })
  const written = changes.flatMap(({ key, to }) => (to === null ? [] : [{ key, body: to }]))
  if (written.length > 0) {
    await transaction.$executeRawUnsafe(
      UPSERT,
      written.map(({ key }) => key),
      written.map(({ body }) => body.kind),
      written.map(({ body }) => JSON.stringify(body)),
      set.observedAtMs,
      setId,
    )
  }
  const runOn = factsRunOn(before, after)
  if (runOn.length > 0) {
    await transaction.$executeRawUnsafe(
      RUN_ON,
      runOn.map(({ key }) => key),
      runOn.map(({ body }) => JSON.stringify(body)),
    )
  }
  return insertFactChanges(transaction, set, changes)
}

/** Null for what an older version stored in a shape that is no more: it is not observed until it is again. */
function readBody<Kind extends FactKind = FactKind>(body: unknown): FactOf<Kind> | null {
  const read = factBodySchema.safeParse(body)
  return read.success ? (read.data as FactOf<Kind>) : null
}

function toFactSet({ name, setBy, source, vantage, observedAt, validUntil }: FactSetRow): FactSet {
  const times = { observedAtMs: observedAt.getTime(), validUntilMs: validUntil.getTime() }
  return asFactSet({ name, setBy, source, vantage, ...times })
}

/** Only storeFactSets writes the columns, from this very type. */
function asFactSet(set: Omit<FactSet, 'source' | 'vantage'> & { source: string; vantage: string }): FactSet {
  return set as FactSet
}
