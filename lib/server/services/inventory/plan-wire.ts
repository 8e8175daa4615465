import type { InventoryPlan } from '@/lib/core/inventory/plan-inventory'

export function toPlanWire({ changes, added, changed, removed }: InventoryPlan) {
  const list = changes.map((change) =>
    change.type === 'changed' ? { ...change, fields: [...change.fields] } : { ...change },
  )
  return { changes: list, added, changed, removed }
}
