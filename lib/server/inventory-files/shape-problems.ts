import { z } from 'zod'
import { nearestBranch } from '@/lib/core/errors/issue-problems'
import type { InventoryPath } from '@/lib/core/inventory/check-references'
import { nearestName, suggestName } from '@/lib/core/inventory/nearest-name'

/** A fault in the shape of an input, and what would mend it. */
export interface ShapeProblem {
  readonly path: InventoryPath
  readonly message: string
  readonly remedy: string
  /** Set when the fault is a key of the object at the path. */
  readonly key?: string
}

type Issue = z.core.$ZodIssue

/** More of them help nobody, and each takes a look at the whole schema. */
export const MOST_PROBLEMS = 100

/** What zod found, in words for whoever wrote the file. `input` is what was parsed by `schema`. */
export function shapeProblems(error: z.ZodError, schema: z.ZodType, input: unknown): readonly ShapeProblem[] {
  return error.issues.slice(0, MOST_PROBLEMS).flatMap((issue) => toProblems(issue, [], schema, input))
}

function toProblems(issue: Issue, base: InventoryPath, schema: z.ZodType, input: unknown): ShapeProblem[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MOST_PROBLEMS).map((key) => ({
        path,
        key,
        message: `unknown key ${key}`,
        remedy: suggestName(key, knownKeys(schema, path, input)),
      }))
    case 'invalid_union': {
      const branch = nearestBranch(issue.errors)
      if (branch === undefined) return [discriminatorProblem(path, schema, input)]
      return branch.flatMap((each) => toProblems(each, path, schema, input))
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String)
      const given = valueAt(input, path)
      const message =
        given === undefined ? 'is missing' : `${shown(given)} is not one of the values allowed here`
      return [{ path, message, remedy: suggestAllowed(given, allowed) }]
    }
    default:
      return [plainProblem(issue, path, valueAt(input, path))]
  }
}

function plainProblem(issue: Issue, path: InventoryPath, given: unknown): ShapeProblem {
  if (issue.code === 'invalid_type' && given === undefined) {
    return {
      path,
      message: 'is missing',
      remedy: `Add ${String(path.at(-1))}: it must be ${an(issue.expected)}.`,
    }
  }
  if (issue.code === 'invalid_type') {
    return {
      path,
      message: `${shown(given)} is not ${an(issue.expected)}`,
      remedy: `Write ${an(issue.expected)}.`,
    }
  }
  if (issue.code === 'invalid_format' && typeof given === 'string') {
    const slug = slugOf(given)
    const remedy = slug === '' ? `It must be ${issue.message}.` : `It must be ${issue.message}: ${slug}?`
    return { path, message: `${shown(given)} is not well formed`, remedy }
  }
  return { path, message: `${shown(given)}: ${lowered(issue.message)}`, remedy: 'Change it to fit.' }
}

function discriminatorProblem(path: InventoryPath, schema: z.ZodType, input: unknown): ShapeProblem {
  const given = valueAt(input, path)
  const shapes = jsonSchemasAt(schema, path.slice(0, -1), input)
  const allowed = shapes.flatMap((shape) => asStrings(shape.properties?.[String(path.at(-1))]?.const))
  const message = given === undefined ? 'is missing' : `${shown(given)} is not one of the values allowed here`
  return { path, message, remedy: suggestAllowed(given, [...new Set(allowed)]) }
}

function suggestAllowed(given: unknown, allowed: readonly string[]): string {
  const nearest = typeof given === 'string' ? nearestName(given, allowed) : undefined
  const all = `Allowed: ${allowed.join(', ')}.`
  return nearest === undefined ? all : `Did you mean ${nearest}? ${all}`
}

/** The part of a JSON Schema that is read here. */
interface Shape {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Shape>>
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly additionalProperties?: Shape | boolean
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
}

function knownKeys(schema: z.ZodType, path: InventoryPath, input: unknown): readonly string[] {
  return [
    ...new Set(jsonSchemasAt(schema, path, input).flatMap((shape) => Object.keys(shape.properties ?? {}))),
  ]
}

/** Every shape that the value at the path may have; of a union those branches that its constants allow. */
function jsonSchemasAt(schema: z.ZodType, path: InventoryPath, input: unknown): readonly Shape[] {
  const root = rootOf(schema)
  let shapes = branchesOf(root, root, input)
  for (const [depth, part] of path.entries()) {
    const value = valueAt(input, path.slice(0, depth + 1))
    shapes = shapes.flatMap((shape) => {
      const rest = typeof shape.additionalProperties === 'object' ? shape.additionalProperties : undefined
      const below = typeof part === 'number' ? shape.items : (shape.properties?.[part] ?? rest)
      return below === undefined ? [] : branchesOf(below, root, value)
    })
  }
  return shapes
}

const roots = new WeakMap<z.ZodType, Shape>()

function rootOf(schema: z.ZodType): Shape {
  const known = roots.get(schema)
  if (known !== undefined) return known
  const root = asShape(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  roots.set(schema, root)
  return root
}

function branchesOf(shape: Shape, root: Shape, value: unknown): readonly Shape[] {
  if (shape.$ref !== undefined) {
    const target = root.$defs?.[shape.$ref.replace('#/$defs/', '')]
    return target === undefined ? [] : branchesOf(target, root, value)
  }
  const branches = shape.oneOf ?? shape.anyOf
  if (branches === undefined) return [shape]
  const fitting = branches.filter((branch) => constantsFit(branch, value))
  return (fitting.length > 0 ? fitting : branches).flatMap((branch) => branchesOf(branch, root, value))
}

function constantsFit(branch: Shape, value: unknown): boolean {
  return Object.entries(branch.properties ?? {}).every(
    ([key, shape]) => shape.const === undefined || shape.const === valueAt(value, [key]),
  )
}

/** zod's type of a JSON Schema is wider than what is read of it here. */
function asShape(schema: unknown): Shape {
  return schema as Shape
}

function asStrings(value: unknown): readonly string[] {
  return value === undefined ? [] : [String(value)]
}

function valueAt(input: unknown, path: InventoryPath): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? Reflect.get(value, part)
        : undefined,
    input,
  )
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  const text = String(value)
  return text === '' ? 'an empty text' : text.slice(0, 60)
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function an(type: string): string {
  return words[type] ?? `of type ${type}`
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}
