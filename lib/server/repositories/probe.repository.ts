import { type EvidenceLine, type ProbeHealth, probeHealthSchema } from '@/lib/core/health/health-state'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'

/** A probe of the revision in force. Settings and policy are as declared: the reader parses them. */
export interface DeclaredProbe {
  readonly id: number
  readonly slug: string
  readonly nodeSlug: string
  readonly kind: string
  readonly settings: unknown
  readonly policy: unknown
}

export interface StoredProbeState {
  readonly probeId: number
  /** Raised by each writer; who writes names the version that it read. */
  readonly version: number
  readonly workerId: string | null
  /** Null when what is stored cannot be read any more: it is then unknown until it is observed again. */
  readonly health: ProbeHealth | null
  readonly evidence: readonly EvidenceLine[]
  readonly figures: Readonly<Record<string, number>>
}

export async function listDeclaredProbes(database: Database): Promise<readonly DeclaredProbe[]> {
  return database.probe.findMany({
    where: { removedAt: null },
    orderBy: { id: 'asc' },
    select: { id: true, slug: true, nodeSlug: true, kind: true, settings: true, policy: true },
  })
}

/** The states of the given probes; those never observed are left out. */
export async function listProbeStates(
  database: Database | DatabaseTransaction,
  probeIds: readonly number[],
): Promise<readonly StoredProbeState[]> {
  const rows = await database.probeState.findMany({ where: { probeId: { in: [...probeIds] } } })
  return rows.map(toStoredState)
}

/** Those of the given probes that still have a row. */
export async function listExistingProbeIds(
  database: Database,
  probeIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await database.probe.findMany({
    where: { id: { in: [...probeIds] } },
    select: { id: true },
  })
  return new Set(rows.map((row) => row.id))
}

/** The states of all probes of the revision in force, by slug. */
export async function listCurrentProbeStates(
  database: Database,
): Promise<ReadonlyMap<string, StoredProbeState>> {
  const rows = await database.probeState.findMany({
    where: { probe: { removedAt: null } },
    include: { probe: { select: { slug: true } } },
  })
  return new Map(rows.map((row) => [row.probe.slug, toStoredState(row)]))
}

interface StateRow {
  readonly probeId: number
  readonly version: number
  readonly workerId: string | null
  readonly health: unknown
  readonly evidence: unknown
  readonly figures: unknown
}

function toStoredState(row: StateRow): StoredProbeState {
  const health = probeHealthSchema.safeParse(row.health)
  return {
    probeId: row.probeId,
    version: row.version,
    workerId: row.workerId,
    health: health.success ? health.data : null,
    evidence: asEvidence(row.evidence),
    figures: asFigures(row.figures),
  }
}

/** Only the worker writes the column, from this very type. */
function asEvidence(value: unknown): readonly EvidenceLine[] {
  return Array.isArray(value) ? (value as readonly EvidenceLine[]) : []
}

/** Only the worker writes the column, from this very type. */
function asFigures(value: unknown): Readonly<Record<string, number>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, number>>) : {}
}
