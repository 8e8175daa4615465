import { writeFileSync } from 'node:fs'
import { formatPlan } from '@/lib/core/inventory/format-plan'
import { connectorKinds } from '@/lib/server/connectors/registry'
import { inventoryJsonSchemaText } from '@/lib/server/inventory-files/json-schema'
import { readInventoryFile } from '@/lib/server/inventory-files/read-inventory-file'
import { probeKinds } from '@/lib/server/probes/registry'
import { applyInventory } from '@/lib/server/services/inventory/apply-inventory'
import { exportInventory } from '@/lib/server/services/inventory/export-inventory'
import { type InventoryText, readInventoryText } from '@/lib/server/services/inventory/inventory-text'
import { planInventoryText } from '@/lib/server/services/inventory/plan-inventory'
import { type CommandName, type InventoryArguments, UsageError } from './arguments'
import { withContext } from './context'

const HAS_CHANGES_EXIT = 3

/** Each does its work, prints what people need and gives the exit code. */
export const commands: Readonly<Record<CommandName, (given: InventoryArguments) => Promise<number>>> = {
  async validate(given) {
    const input = readInput(given)
    const { nodes, links } = readInventoryText(input)
    const probes = nodes.flatMap((node) => node.probes)
    console.log(
      `${input.file} is valid: ${nodes.length} nodes, ${links.length} links, ${probes.length} probes.`,
    )
    return 0
  },
  async plan(given) {
    const input = readInput(given)
    const { plan, baseRevision } = await withContext((context) => planInventoryText(context, input))
    console.log(formatPlan(plan))
    if (plan.changes.length === 0) return 0
    console.log(`Against revision ${baseRevision}. Apply with --base ${baseRevision} to be sure of that.`)
    return HAS_CHANGES_EXIT
  },
  async apply(given) {
    const input = readInput(given)
    const message = given.message ?? `Applied ${input.file}`
    const base = given.base === undefined ? {} : { baseRevision: given.base }
    const applied = await withContext((context) => applyInventory(context, { ...input, ...base, message }))
    console.log(formatPlan(applied.plan))
    if (applied.isChanged) console.log(`Revision ${applied.revision} is in force.`)
    return 0
  },
  async export(given) {
    const exported = await withContext((context) => exportInventory(context, given.revision))
    writeOut(given.file, exported.text, `revision ${exported.revision}`)
    return 0
  },
  async schema(given) {
    writeOut(given.file, inventoryJsonSchemaText({ probeKinds, connectorKinds }), 'the JSON Schema')
    return 0
  },
}

function readInput(given: InventoryArguments): InventoryText {
  if (given.file === undefined) throw new UsageError(`${given.command} needs a FILE`)
  return readInventoryFile({ file: given.file, overlayFile: given.overlay })
}

function writeOut(file: string | undefined, text: string, what: string): void {
  if (file === undefined) {
    process.stdout.write(text)
    return
  }
  writeFileSync(file, text)
  console.log(`Wrote ${what} to ${file}.`)
}
