import { isDeepStrictEqual } from 'node:util'
import type { AuditCheck } from '@/lib/core/findings/other-sources'
import type { Authorship, Provenance } from '@/lib/core/findings/provenance'
import { provenanceAfter } from '@/lib/core/findings/provenance'
import type { FindingInput } from '@/lib/core/findings/rule-definition'
import { shareUnchanged } from '@/lib/core/findings/share-unchanged'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { planInventory } from '@/lib/core/inventory/plan-inventory'
import { type FactKind, type FactOf, factKinds, type ObservedFact } from '@/lib/core/observed/fact'
import { freshFacts, isFresh } from '@/lib/core/observed/freshness'
import type { Clock } from '@/lib/core/time/clock'
import type { Database } from '@/lib/server/db/prisma'
import { listFacts } from '@/lib/server/repositories/fact.repository'
import { listFindingRecords } from '@/lib/server/repositories/finding.repository'
import {
  currentRevisionNumber,
  findRevision,
  listRevisions,
} from '@/lib/server/repositories/inventory.repository'
import { listMeasuredRuns } from '@/lib/server/repositories/measured-run.repository'
import { listEvaluations } from '@/lib/server/repositories/runbook-evaluation.repository'
import { listRunbookFiles } from '@/lib/server/runbooks-files/shared-runbooks'
import { AnswerHistory } from './answer-history'
import { checkAuditLog } from './audit-check'
import { toRunbookPlan, toRunbookReadiness } from './runbook-plans'

/** Authors are looked up so many revisions back; what is older is the oldest of them. */
const REVISIONS_BACK = 200
/** The audit log is read as a whole, so not on each change. */
const AUDIT_CHECK_EVERY_MS = 300_000

export interface FindingSource {
  readonly input: FindingInput
  readonly provenance: Provenance
  readonly newest: Authorship
  /** Who looked and saw nothing, or has not looked for too long. */
  readonly unseen: ReadonlySet<string>
}

export interface FindingSourcesOptions {
  readonly database: Database
  readonly clock: Clock
  /** Verifier keys of those who may sign checkpoints of the audit log. */
  readonly auditSigners: readonly string[]
}

/** Loads what rules look at, and keeps every part that did not change the very same object. */
export class FindingSources {
  readonly #options: FindingSourcesOptions
  readonly #database: Database
  #revision = 0
  #inventory: Inventory | undefined
  #provenance: Provenance = new Map()
  #newest: Authorship = { actor: '', atMs: 0, revision: 0 }
  #parts: Omit<FindingInput, 'inventory' | 'factsOf' | 'nowMs' | 'audit'> | undefined
  #audit: AuditCheck | null = null
  readonly #history: AnswerHistory
  #auditDueMs = 0
  #facts: ReadonlyMap<FactKind, readonly ObservedFact[]> = new Map()

  constructor(options: FindingSourcesOptions) {
    this.#options = options
    this.#database = options.database
    this.#history = new AnswerHistory(options.database)
  }

  /** Undefined before the first inventory. */
  async load(nowMs: number): Promise<FindingSource | undefined> {
    await this.#followRevisions()
    const inventory = this.#inventory
    if (inventory === undefined) return undefined
    const all = await listFacts(this.#database)
    this.#facts = shareFacts(this.#facts, freshFacts(all, nowMs))
    const unseen = new Set(all.filter((fact) => !isSeen(fact, nowMs)).map(({ setBy }) => setBy))
    this.#parts = shareUnchanged(this.#parts, await this.#loadOthers(nowMs))
    await this.#followAudit(nowMs)
    const facts = this.#facts
    const input: FindingInput = {
      inventory,
      ...this.#parts,
      audit: this.#audit,
      nowMs,
      factsOf: <Kind extends FactKind>(kind: Kind) => asFactsOf<Kind>(facts.get(kind) ?? []),
    }
    return { input, provenance: this.#provenance, newest: this.#newest, unseen }
  }

  /** A check that found the same as the one before changes nothing: its time and size alone are no news. */
  async #followAudit(nowMs: number): Promise<void> {
    if (nowMs < this.#auditDueMs) return
    const check = await checkAuditLog({ ...this.#options, signers: this.#options.auditSigners })
    const known = this.#audit
    const isNews =
      !known ||
      !isDeepStrictEqual({ ...check, checkedAtMs: 0, size: 0 }, { ...known, checkedAtMs: 0, size: 0 })
    if (isNews) this.#audit = check
    this.#auditDueMs = nowMs + AUDIT_CHECK_EVERY_MS
  }

  /** Each revision since the last one adds its authors; the first time, those of the last revisions. */
  async #followRevisions(): Promise<void> {
    const current = await currentRevisionNumber(this.#database)
    if (current === this.#revision) return
    const summaries = (await listRevisions(this.#database, REVISIONS_BACK)).filter(
      (each) => each.revision > this.#revision,
    )
    for (const { revision } of summaries.toReversed()) {
      const stored = await findRevision(this.#database, revision)
      if (stored === undefined) continue
      const by = { actor: stored.actor, atMs: stored.appliedAt.getTime(), revision }
      this.#provenance = provenanceAfter(
        this.#provenance,
        planInventory(this.#inventory ?? null, stored.inventory),
        by,
      )
      this.#inventory = shareUnchanged(this.#inventory, stored.inventory)
      this.#newest = by
      this.#revision = revision
    }
  }

  async #loadOthers(nowMs: number) {
    const [evaluations, waived, measured, formerAnswers] = await Promise.all([
      listEvaluations(this.#database),
      listFindingRecords(this.#database, ['waived']),
      listMeasuredRuns(this.#database),
      this.#history.load(nowMs),
    ])
    const { runbooks } = listRunbookFiles()
    return {
      formerAnswers,
      runbooks: runbooks.map((runbook) => toRunbookPlan(runbook, measured)),
      readiness: [...evaluations.values()].flatMap(toRunbookReadiness),
      waivers: waived.flatMap(({ id, title, state }) =>
        state.status === 'waived'
          ? [{ finding: id, title, owner: state.waiver.owner || null, untilMs: state.waiver.untilMs }]
          : [],
      ),
    }
  }
}

function isSeen(fact: ObservedFact, nowMs: number): boolean {
  const { body } = fact
  if (!isFresh(fact, nowMs)) return false
  if (body.kind === 'tls-endpoint') return body.failure === null && body.hstsFailure === null
  if (body.kind === 'encryption') return body.failure === null
  return body.kind !== 'dns-answer' || body.rcode !== 'timeout'
}

const noFacts: readonly ObservedFact[] = []

function shareFacts(
  before: ReadonlyMap<FactKind, readonly ObservedFact[]>,
  facts: readonly ObservedFact[],
): ReadonlyMap<FactKind, readonly ObservedFact[]> {
  return new Map(
    factKinds.map((kind) => {
      const own = facts.filter((fact) => fact.body.kind === kind)
      return [kind, shareUnchanged(before.get(kind) ?? noFacts, own)]
    }),
  )
}

/** The facts were put under their own kind. */
function asFactsOf<Kind extends FactKind>(
  facts: readonly ObservedFact[],
): readonly ObservedFact<FactOf<Kind>>[] {
  return facts as readonly ObservedFact<FactOf<Kind>>[]
}
