import { AppError } from '@/lib/core/errors/app-error'
import type { ImportEffect } from '@/lib/core/imports/import-reading'
import { type FactsPlan, planFacts } from '@/lib/core/imports/plan-facts'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactSet } from '@/lib/core/observed/fact'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { Importer } from '@/lib/server/importers/importer'
import { listFacts, type StoredFact } from '@/lib/server/repositories/fact.repository'
import type { ImportFile, ReadFile } from './read-file'

export interface PlannedFactSet {
  readonly set: FactSet
  readonly node: string | null
  readonly plan: FactsPlan
}

interface Planning {
  readonly access: Database | DatabaseTransaction
  readonly inventory: Inventory | null
  readonly nowMs: number
}

/** A clock that runs ahead by this much is no lie. */
const CLOCK_TOLERANCE_MS = 5 * 60_000

/** What importing the facts of a file would change. Throws AppError for what is said of it and cannot be. */
export async function planFactsOf(
  file: ReadFile,
  input: ImportFile,
  { access, inventory, nowMs }: Planning,
): Promise<PlannedFactSet | null> {
  const { importer, reading } = file
  if (importer.effect !== 'facts' || reading.effect?.type !== 'facts') return null
  const { effect } = reading
  const node = checkedNode(importer, input, inventory)
  const observedAtMs = checkedTime(effect, input, nowMs)
  const vantage = checkedVantage(importer, input)
  const place = node ?? file.contentHash.slice(0, 16)
  const set: FactSet = {
    name: `import/${importer.kind}/${vantage}/${place}/${[...effect.says].sort().join('+')}`,
    setBy: `import ${input.file}`,
    source: importer.source,
    vantage,
    observedAtMs,
    validUntilMs: observedAtMs + importer.shelfLifeMs,
  }
  const stored = await listFacts(access, effect.says)
  refuseOlderSet(stored, set)
  const plan = planFacts({
    effect,
    setName: set.name,
    source: set.source,
    vantage,
    observedAtMs,
    nodeOf: nodesByAddress(inventory),
    declaredPorts: inventory?.ports ?? [],
    stored,
  })
  return { set, node, plan }
}

function checkedNode(importer: FactsImporter, input: ImportFile, inventory: Inventory | null): string | null {
  if (!importer.needsNode) return null
  const isDeclared = inventory?.nodes.some(({ slug }) => slug === input.node) === true
  if (isDeclared && input.node !== undefined) return input.node
  throw fault(
    'node',
    input.node === undefined ? 'Say on which node it was made.' : `There is no node ${input.node}.`,
  )
}

type FactsImporter = Extract<Importer, { effect: 'facts' }>

function checkedVantage(importer: FactsImporter, { vantage }: ImportFile) {
  const [likeliest = 'host'] = importer.vantages
  const chosen = vantage ?? likeliest
  if (importer.vantages.includes(chosen)) return chosen
  throw fault('vantage', `${importer.title} can be made from ${importer.vantages.join(' or ')}.`)
}

function checkedTime({ observedAtMs }: FactsEffect, { observedAt }: ImportFile, nowMs: number): number {
  const said = observedAtMs ?? (observedAt === undefined ? nowMs : Date.parse(observedAt))
  if (said <= nowMs + CLOCK_TOLERANCE_MS) return Math.min(said, nowMs)
  throw fault('observedAt', `It was made at ${new Date(said).toISOString()}, which has not come yet.`)
}

type FactsEffect = Extract<ImportEffect, { type: 'facts' }>

/** A whole set speaks of one host: an older word about it must not replace the newer. */
function refuseOlderSet(stored: readonly StoredFact[], { name, observedAtMs }: FactSet): void {
  const newer = stored.find((fact) => fact.name === name && fact.observedAtMs > observedAtMs)
  if (newer === undefined) return
  const when = new Date(newer.observedAtMs).toISOString()
  throw new AppError('conflict', `What is known was observed later, at ${when} (${newer.setBy}).`)
}

function nodesByAddress(inventory: Inventory | null): ReadonlyMap<string, string> {
  const pairs = (inventory?.nodes ?? []).flatMap(({ slug, address, hosts = [] }) =>
    [address, ...hosts].flatMap((known) => (known === undefined ? [] : [[known, slug] as const])),
  )
  // The first that declares an address has it.
  return new Map(pairs.reverse())
}

function fault(path: string, message: string): AppError {
  return new AppError('bad-input', message, { problems: [{ path, message }] })
}
