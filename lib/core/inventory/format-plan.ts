import type { FieldChange, InventoryChange, InventoryPlan } from './plan-inventory'

const MAX_SHOWN = 100

/** The plan as lines of text: `+` added, `~` changed, `-` removed, and a last line that counts. */
export function formatPlan(plan: InventoryPlan): string {
  if (plan.changes.length === 0) return 'No changes: this inventory is in force already.'
  const count = `${plan.added} to add, ${plan.changed} to change, ${plan.removed} to remove.`
  return [...plan.changes.flatMap(linesOf), count].join('\n')
}

function linesOf(change: InventoryChange): readonly string[] {
  if (change.type === 'changed') {
    return [`~ ${change.kind} ${change.slug}`, ...change.fields.map(fieldLine)]
  }
  const sign = change.type === 'added' ? '+' : '-'
  return [`${sign} ${change.kind} ${change.slug}${change.summary === '' ? '' : `: ${change.summary}`}`]
}

function fieldLine({ field, from, to }: FieldChange): string {
  return `    ${field}: ${shorten(from)} → ${shorten(to)}`
}

function shorten(text: string | null): string {
  if (text === null) return '(none)'
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text
}
