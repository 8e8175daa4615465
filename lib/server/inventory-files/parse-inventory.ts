import type { z } from 'zod'
import { AppError, type InputProblem } from '@/lib/core/errors/app-error'
import { checkReferences, type InventoryPath } from '@/lib/core/inventory/check-references'
import { checkSense } from '@/lib/core/inventory/check-sense'
import { type Inventory, inventorySchema } from '@/lib/core/inventory/inventory'
import { suggestName } from '@/lib/core/inventory/nearest-name'
import { type PortShift, shiftPorts } from './overlay'
import { MOST_PROBLEMS, type ShapeProblem, shapeProblems } from './shape-problems'
import { readYamlText, type YamlText } from './yaml-text'

/** A kind of probe or connector as far as an inventory must know it. */
export interface KnownKind {
  readonly kind: string
  readonly settings: z.ZodType
}

export interface ParseOptions {
  /** The name of the text in messages. */
  readonly file: string
  readonly probeKinds: readonly KnownKind[]
  readonly connectorKinds?: readonly KnownKind[]
  readonly portShift?: PortShift
}

/**
 * Reads an inventory from YAML or JSON. Throws `bad-input` with everything that is wrong in it, each with
 * file, line, path and remedy, and `too-large` for more than 5 MB.
 */
export function parseInventory(text: string, options: ParseOptions): Inventory {
  const yaml = readYamlText(text, options.file)
  const shape = inventorySchema.safeParse(yaml.value)
  if (!shape.success) {
    throw notValid(yaml, options.file, shapeProblems(shape.error, inventorySchema, yaml.value))
  }
  const problems = findProblems(shape.data, options)
  if (problems.length > 0) throw notValid(yaml, options.file, problems)
  return shiftPorts(shape.data, options.portShift ?? {})
}

function findProblems(inventory: Inventory, options: ParseOptions): readonly ShapeProblem[] {
  const references = checkReferences(inventory)
  const sense = references.length === 0 ? checkSense(inventory) : []
  return [
    ...references,
    ...sense,
    ...inventory.nodes.flatMap((node, i) =>
      settingsProblems('probe', node.probes, options.probeKinds, ['nodes', i, 'probes']),
    ),
    ...settingsProblems('connector', inventory.connectors, options.connectorKinds ?? [], ['connectors']),
  ]
}

interface WithSettings {
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
}

/** Things whose kind does not exist, or whose settings their kind does not take. */
function settingsProblems(
  what: string,
  things: readonly WithSettings[],
  kinds: readonly KnownKind[],
  base: InventoryPath,
): readonly ShapeProblem[] {
  const byKind = new Map(kinds.map((known) => [known.kind, known]))
  return things.flatMap((thing, index): readonly ShapeProblem[] => {
    const path = [...base, index]
    const known = byKind.get(thing.kind)
    if (known === undefined) {
      const message = `there is no ${what} kind ${thing.kind}`
      return [{ path: [...path, 'kind'], message, remedy: suggestName(thing.kind, byKind.keys()) }]
    }
    const result = known.settings.safeParse(thing.settings)
    if (result.success) return []
    return shapeProblems(result.error, known.settings, thing.settings).map((problem) => ({
      ...problem,
      path: [...path, 'settings', ...problem.path],
    }))
  })
}

function notValid(yaml: YamlText, file: string, problems: readonly ShapeProblem[]): AppError {
  const located = problems.map((problem) => locate(yaml, file, problem))
  located.sort((left, right) => (left.line ?? 0) - (right.line ?? 0))
  const count = located.length === 1 ? 'one problem' : `${located.length} problems`
  return new AppError('bad-input', `${file} is not a valid inventory: ${count}.`, {
    problems: located.slice(0, MOST_PROBLEMS),
  })
}

function locate(yaml: YamlText, file: string, problem: ShapeProblem): InputProblem {
  const { path, message, remedy, key } = problem
  const line = key === undefined ? yaml.lineOf(path) : yaml.lineOfKey(path, key)
  return { path: dotted(key === undefined ? path : [...path, key]), message, remedy, file, line }
}

function dotted(path: InventoryPath): string {
  return path.join('.')
}
