import { AppError } from '@/lib/core/errors/app-error'
import type { ImportReading } from '@/lib/core/imports/import-reading'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { connectorKinds } from '@/lib/server/connectors/registry'
import { parseInventory } from '@/lib/server/inventory-files/parse-inventory'
import { readYamlText } from '@/lib/server/inventory-files/yaml-text'
import { probeKinds } from '@/lib/server/probes/registry'
import { defineImporter } from './importer'
import { LineNotes } from './line-notes'

export const inventoryYamlImporter = defineImporter({
  kind: 'inventory-yaml',
  title: 'Inventory (YAML or JSON)',
  madeBy: 'Export as YAML on the inventory page, then edit it',
  takesOver: 'The whole declared estate.',
  effect: 'inventory',
  recognises: (head) => /^(?:\{?\s*"?)version"?:\s*1\b/m.test(head) && /^\s*"?estate"?:/m.test(head),
  read(text, { file }) {
    try {
      const inventory = parseInventory(text, { file, probeKinds, connectorKinds })
      return { ...linesOf(inventory, text, file), effect: { type: 'inventory', change: () => inventory } }
    } catch (error) {
      if (error instanceof AppError && error.problems.length > 0) return refused(error, text, file)
      throw error
    }
  },
})

/** Each part of the inventory at its line. */
function linesOf(inventory: Inventory, text: string, file: string): LineNotes {
  const notes = new LineNotes(file)
  const yaml = readYamlText(text, file)
  const lines = text.split('\n')
  for (const [section, things] of Object.entries(inventory)) {
    if (!Array.isArray(things)) continue
    for (const [index, thing] of things.entries()) {
      const line = yaml.lineOf([section, index])
      const { slug, id, name } = thing as { slug?: string; id?: string; name?: string }
      const words = [section, slug ?? id, name].filter(Boolean).join(': ')
      if (line > 1) notes.take(line, lines[line - 1] ?? '', words)
    }
  }
  notes.understood.sort((one, other) => one.line - other.line)
  return notes
}

function refused({ problems, message }: AppError, text: string, file: string): ImportReading {
  const lines = text.split('\n')
  const notes = new LineNotes(file)
  for (const problem of problems) {
    const line = problem.line ?? 1
    const reason = problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`
    notes.refuse(line, lines[line - 1] ?? '', { reason, remedy: problem.remedy ?? message })
  }
  return { ...notes, effect: null }
}
