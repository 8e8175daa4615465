import { type Actor, actorName } from '@/lib/core/auth/role'
import type { AuditCheck } from '@/lib/core/findings/other-sources'
import type { Clock } from '@/lib/core/time/clock'
import { type AuditLeaf, auditLeafHash } from '@/lib/server/audit/audit-leaf'
import { createRootWalk } from '@/lib/server/audit/root-walk'
import { type Checkpoint, openCheckpoint } from '@/lib/server/audit/signed-note'
import type { Database } from '@/lib/server/db/prisma'
import { listCheckpoints, listSealedLeaves } from '@/lib/server/repositories/audit-tree.repository'
import { AUDIT_READ, recordReading } from '@/lib/server/services/audit/record-reading'

const PAGE = 1_000

const DAY_MS = 86_400_000
const verifier: Actor = { type: 'system', name: 'findings', role: 'admin' }

/** Actions that change the estate for everybody: people say why. */
const REASONED = new Set(['inventory.apply', 'import.apply'])

interface AuditCheckOptions {
  readonly database: Database
  readonly clock: Clock
  /** Verifier keys of those who may sign checkpoints, as configured: what the database says of them proves nothing. */
  readonly signers: readonly string[]
}

/**
 * Reads the whole audit log: each entry against its hash, the order of places and times, and every checkpoint against
 * the entries that it vouches for. That is a reading as well: whether readings leave an entry is seen by its own.
 */
export async function checkAuditLog(options: AuditCheckOptions): Promise<AuditCheck> {
  const { database, clock, signers } = options
  await recordReading({ database, clock, actor: verifier, requestId: 'findings' }, DAY_MS)
  const nowMs = clock.nowMs()
  const stored = await listCheckpoints(database)
  const walk = createRootWalk()
  const roots = new Map<number, Buffer>()
  const sizes = new Set(stored.map(({ size }) => size))
  const found = { ...nothingFound(), areHashesRight: true }
  let last: AuditLeaf | undefined
  for (;;) {
    const page = await listSealedLeaves(database, last?.seq ?? 0, PAGE)
    for (const { leaf, hash } of page) {
      if (auditLeafHash(leaf) !== hash) found.areHashesRight = false
      compareTimes(found, last, leaf)
      if (isOwnReading(leaf, nowMs)) found.logsReads = true
      if (isUnreasoned(leaf)) found.unreasonedChanges.push(change(leaf))
      walk.add(Buffer.from(hash, 'hex'))
      if (sizes.has(walk.size())) roots.set(walk.size(), walk.root())
      found.oldestAtMs ??= Date.parse(leaf.at)
      last = leaf
    }
    if (page.length < PAGE) break
  }
  const { areHashesRight, ...rest } = found
  const trusted = stored.filter(({ verifierKey }) => signers.includes(verifierKey))
  const opened = trusted.map(({ note, verifierKey }) => openCheckpoint(note, verifierKey))
  return {
    ...rest,
    checkedAtMs: nowMs,
    size: walk.size(),
    isTreeValid: last === undefined ? null : areHashesRight,
    isCheckpointConsistent: trusted.length === 0 ? null : opened.every((each) => isKept(each, roots)),
    unknownSigners: [
      ...new Set(stored.map(({ verifierKey }) => verifierKey).filter((key) => !signers.includes(key))),
    ],
  }
}

function nothingFound() {
  return {
    gaps: [] as { afterId: number; beforeId: number }[],
    backwardSteps: [] as { id: number; bySeconds: number }[],
    unreasonedChanges: [] as { id: number; action: string; actor: string }[],
    oldestAtMs: null as number | null,
    logsReads: false,
  }
}

function compareTimes(found: ReturnType<typeof nothingFound>, last: AuditLeaf | undefined, leaf: AuditLeaf) {
  const before = last?.seq ?? 0
  if (leaf.seq !== before + 1) found.gaps.push({ afterId: before, beforeId: leaf.seq })
  const backMs = last ? Date.parse(last.at) - Date.parse(leaf.at) : 0
  if (backMs > 0) found.backwardSteps.push({ id: leaf.seq, bySeconds: backMs / 1_000 })
}

function isOwnReading({ action, actor, at }: AuditLeaf, nowMs: number): boolean {
  return action === AUDIT_READ && actor === actorName(verifier) && nowMs - Date.parse(at) <= DAY_MS
}

/** Changes that a person made; what the system put in force on its own has no one to ask. */
function isUnreasoned({ action, actor, after }: AuditLeaf): boolean {
  if (!REASONED.has(action) || actor.startsWith('system')) return false
  const message =
    typeof after === 'object' && after !== null && 'message' in after ? after.message : undefined
  return typeof message !== 'string' || message.trim() === ''
}

const change = ({ seq, action, actor }: AuditLeaf) => ({ id: seq, action, actor })

function isKept(checkpoint: Checkpoint | undefined, roots: ReadonlyMap<number, Buffer>): boolean {
  if (checkpoint === undefined) return false
  return roots.get(checkpoint.size)?.equals(checkpoint.root) ?? false
}
