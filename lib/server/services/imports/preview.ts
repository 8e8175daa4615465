import type { ImportPreviewWire } from '@/lib/core/api/imports'
import { toInstant } from '@/lib/core/api/instant'
import { toPlanWire } from '@/lib/server/services/inventory/plan-wire'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { type ImportPlan, planFile } from './plan-file'
import type { ImportFile } from './read-file'

/** Lines and changes that a preview shows; more nobody reads, and they are counted. */
const MOST_SHOWN = 500

/** What a file says, line by line, and what importing it would change. Changes nothing. */
export async function previewImport(context: ServiceContext, input: ImportFile): Promise<ImportPreviewWire> {
  const { importer, reading, encoding, contentHash, needs, plan } = await planFile(
    context,
    input,
    context.database,
  )
  const { understood, notUnderstood } = reading
  return {
    kind: importer.kind,
    file: input.file,
    contentHash,
    sizeBytes: input.bytes.length,
    encoding,
    understood: understood.slice(0, MOST_SHOWN),
    understoodCount: understood.length,
    notUnderstood: notUnderstood.slice(0, MOST_SHOWN),
    notUnderstoodCount: notUnderstood.length,
    needs: [...needs],
    plan: plan && planWire(plan),
  }
}

function planWire(plan: ImportPlan): NonNullable<ImportPreviewWire['plan']> {
  const { hash } = plan
  if (plan.type === 'inventory') {
    return { type: 'inventory', hash, baseRevision: plan.baseRevision, plan: toPlanWire(plan.plan) }
  }
  const { set, node } = plan
  const { facts, same, older, changes } = plan.plan
  return {
    type: 'facts',
    hash,
    vantage: set.vantage,
    node,
    observedAt: toInstant(set.observedAtMs),
    validUntil: toInstant(set.validUntilMs),
    facts: facts.length,
    same,
    older,
    ...countChanges(changes),
    changes: changes.slice(0, MOST_SHOWN),
  }
}

export function countChanges(changes: readonly { readonly change: 'added' | 'changed' | 'removed' }[]) {
  const count = (wanted: string) => changes.filter(({ change }) => change === wanted).length
  return { added: count('added'), changed: count('changed'), removed: count('removed') }
}
