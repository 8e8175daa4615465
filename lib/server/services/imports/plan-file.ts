import { createHash } from 'node:crypto'
import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { type InventoryPlan, planInventory } from '@/lib/core/inventory/plan-inventory'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { Importer } from '@/lib/server/importers/importer'
import { findCurrentRevision } from '@/lib/server/repositories/inventory.repository'
import { readInventoryText } from '@/lib/server/services/inventory/inventory-text'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { type PlannedFactSet, planFactsOf } from './facts-plan'
import { chooseImporter, type ImportFile, type ReadFile, readFile } from './read-file'

export interface PlannedInventoryChange {
  readonly baseRevision: number
  readonly inventory: Inventory
  readonly plan: InventoryPlan
}

export type ImportPlan =
  | ({ readonly type: 'facts'; readonly hash: string } & PlannedFactSet)
  | ({ readonly type: 'inventory'; readonly hash: string } & PlannedInventoryChange)

/** What only a person can say of a file, and what nothing is planned without. */
export type ImportNeed = 'node' | 'vantage'

export interface PlannedFile extends ReadFile {
  readonly needs: readonly ImportNeed[]
  /** Null while something is needed, or while nothing may be taken over. */
  readonly plan: ImportPlan | null
}

/** Reads a file and plans what it would change: the same for the preview and, once more, for applying. */
export async function planFile(
  context: ServiceContext,
  input: ImportFile,
  access: Database | DatabaseTransaction,
): Promise<PlannedFile> {
  requireRole(context, 'operator')
  const chosen = chooseImporter(input)
  requireRole(context, chosen.importer.effect === 'inventory' ? 'admin' : 'operator')
  const current = await findCurrentRevision(access)
  const inventory = current?.inventory ?? null
  const file = readFile(chosen, input, inventory?.dns?.zone ?? null)
  if (file.reading.effect === null) return { ...file, needs: [], plan: null }
  const needs = missingWords(chosen.importer, input)
  if (needs.length > 0) return { ...file, needs, plan: null }
  const nowMs = context.clock.nowMs()
  const facts = await planFactsOf(file, input, { access, inventory, nowMs })
  if (facts) return { ...file, needs: [], plan: { type: 'facts', hash: hashOfFacts(file, facts), ...facts } }
  const change = planInventoryChange(file, input, { inventory, baseRevision: current?.revision ?? 0 })
  const plan = change && { type: 'inventory' as const, hash: hashOfInventory(file, change), ...change }
  return { ...file, needs: [], plan }
}

function missingWords(importer: Importer, { node, vantage }: ImportFile): readonly ImportNeed[] {
  if (importer.effect !== 'facts') return []
  return [
    ...(importer.needsNode && !node ? (['node'] as const) : []),
    ...(importer.vantages.length > 1 && vantage === undefined ? (['vantage'] as const) : []),
  ]
}

function planInventoryChange(
  { reading }: ReadFile,
  { file }: ImportFile,
  base: { readonly inventory: Inventory | null; readonly baseRevision: number },
): PlannedInventoryChange | null {
  if (reading.effect?.type !== 'inventory') return null
  const text = JSON.stringify(reading.effect.change(base.inventory))
  const inventory = readInventoryText({ text, file })
  return { baseRevision: base.baseRevision, inventory, plan: planInventory(base.inventory, inventory) }
}

function hashOfFacts({ contentHash }: ReadFile, { set, plan }: PlannedFactSet): string {
  const { name, source, vantage } = set
  return hashOf({ contentHash, name, source, vantage, changes: plan.changes, older: plan.older })
}

function hashOfInventory({ contentHash }: ReadFile, { baseRevision, plan }: PlannedInventoryChange): string {
  return hashOf({ contentHash, baseRevision, changes: plan.changes })
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}
