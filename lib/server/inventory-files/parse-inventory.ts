import type { z } from 'zod'
import { AppError, type InputProblem } from '@/lib/core/errors/app-error'
import { checkReferences, type InventoryPath } from '@/lib/core/inventory/check-references'
import { checkSense } from '@/lib/core/inventory/check-sense'
import { type Inventory, inventorySchema } from '@/lib/core/inventory/inventory'
import { suggestName } from '@/lib/core/inventory/nearest-name'
import { type PortShift, shiftPorts } from './overlay'
import { type ShapeProblem, shapeProblems } from './shape-problems'
import { readYamlText, type YamlText } from './yaml-text'

const MAX_PROBLEMS = 100

/** A probe kind as far as an inventory must know it. */
export interface KnownProbeKind {
  readonly kind: string
  readonly settings: z.ZodType
}

export interface ParseOptions {
  /** The name of the text in messages. */
  readonly file: string
  readonly probeKinds: readonly KnownProbeKind[]
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
  const problems = findProblems(shape.data, options.probeKinds)
  if (problems.length > 0) throw notValid(yaml, options.file, problems)
  return shiftPorts(shape.data, options.portShift ?? {})
}

function findProblems(inventory: Inventory, kinds: readonly KnownProbeKind[]): readonly ShapeProblem[] {
  const references = checkReferences(inventory)
  const sense = references.length === 0 ? checkSense(inventory) : []
  return [...references, ...sense, ...probeProblems(inventory, kinds)]
}

function probeProblems(inventory: Inventory, kinds: readonly KnownProbeKind[]): readonly ShapeProblem[] {
  const byKind = new Map(kinds.map((known) => [known.kind, known]))
  return inventory.nodes.flatMap((node, i) =>
    node.probes.flatMap((probe, j): readonly ShapeProblem[] => {
      const path = ['nodes', i, 'probes', j]
      const known = byKind.get(probe.kind)
      if (known === undefined) {
        const message = `there is no probe kind ${probe.kind}`
        return [{ path: [...path, 'kind'], message, remedy: suggestName(probe.kind, byKind.keys()) }]
      }
      const result = known.settings.safeParse(probe.settings)
      if (result.success) return []
      return shapeProblems(result.error, known.settings, probe.settings).map((problem) => ({
        ...problem,
        path: [...path, 'settings', ...problem.path],
      }))
    }),
  )
}

function notValid(yaml: YamlText, file: string, problems: readonly ShapeProblem[]): AppError {
  const located = problems.map((problem) => locate(yaml, file, problem))
  located.sort((left, right) => (left.line ?? 0) - (right.line ?? 0))
  const count = located.length === 1 ? 'one problem' : `${located.length} problems`
  return new AppError('bad-input', `${file} is not a valid inventory: ${count}.`, {
    problems: located.slice(0, MAX_PROBLEMS),
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
