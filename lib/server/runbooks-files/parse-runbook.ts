import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { AppError, type InputProblem } from '@/lib/core/errors/app-error'
import {
  type Runbook,
  type RunbookStep,
  runbookFrontMatterSchema,
  stepBlockSchema,
} from '@/lib/core/runbooks/runbook'
import { type RunbookSection, splitRunbook, type TextPart } from '@/lib/core/runbooks/split-runbook'
import { shapeProblems } from '@/lib/server/inventory-files/shape-problems'
import { readYamlText } from '@/lib/server/inventory-files/yaml-text'

/** A runbook that still knows where each part of its front matter and of its step blocks stands in the file. */
export interface LocatedRunbook {
  readonly file: string
  readonly runbook: Runbook
  /** Line of a path below `frontMatter`, or of the step of a number from 0 below `steps`. */
  lineOf(path: readonly (string | number)[]): number
}

/**
 * Reads a runbook. Throws `bad-input` with everything whose shape is wrong, each with file, line and remedy.
 * Whether what it names exists is for checkRunbook.
 */
export function parseRunbook(source: string, file: string): LocatedRunbook {
  const reader = new PartReader(file)
  const { frontMatter, introduction, sections } = splitRunbook(source)
  const head = frontMatter ? reader.read(frontMatter, runbookFrontMatterSchema) : reader.missingHead()
  const steps = sections.map((section) => readStep(section, reader))
  if (sections.length === 0) {
    reader.add(1, 'has no steps', 'Give each step a ## heading with a fenced step block.')
  }
  const complete = steps.flatMap((step) => (step === undefined ? [] : [step]))
  if (reader.problems.length > 0 || head === undefined) throw notValid(file, reader.problems)
  const hash = createHash('sha256').update(source).digest('hex')
  const runbook: Runbook = {
    ...head.value,
    introduction,
    steps: complete.map(({ step }) => step),
    source,
    hash,
  }
  const lineOf = (path: readonly (string | number)[]): number => {
    const [part, ...rest] = path
    if (part !== 'steps') return head.lineOf(path)
    const [number, ...inside] = rest
    return complete[Number(number)]?.lineOf(inside) ?? 1
  }
  return { file, runbook, lineOf }
}

export function notValid(file: string, problems: readonly InputProblem[]): AppError {
  const sorted = problems.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0))
  const count = sorted.length === 1 ? 'one problem' : `${sorted.length} problems`
  return new AppError('bad-input', `${file} is not a valid runbook: ${count}.`, { problems: sorted })
}

interface LocatedStep {
  readonly step: RunbookStep
  lineOf(path: readonly (string | number)[]): number
}

function readStep(section: RunbookSection, reader: PartReader): LocatedStep | undefined {
  const { title, line, prose, blocks, openFenceLine } = section
  const [first, second] = blocks
  if (openFenceLine !== null) {
    reader.add(openFenceLine, 'nothing closes the step block', 'Close it with a line of the same backticks.')
    return undefined
  }
  if (first === undefined) {
    reader.add(
      line,
      `${title}: has no step block`,
      'Add a fenced ```step block, or make it a ### heading inside the step that it belongs to.',
    )
    return undefined
  }
  if (second) reader.add(second.line - 1, `${title}: has two step blocks`, 'Give each its own ## heading.')
  const block = reader.read(first, stepBlockSchema)
  return block && { step: { title, prose, line, block: block.value }, lineOf: block.lineOf }
}

interface ReadPart<Value> {
  readonly value: Value
  lineOf(path: readonly (string | number)[]): number
}

/** Reads the YAML parts of one file and collects what is wrong with them, by the lines of the file. */
class PartReader {
  readonly problems: InputProblem[] = []
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  add(line: number, message: string, remedy: string): void {
    this.problems.push({ path: '', message, remedy, file: this.#file, line })
  }

  missingHead(): undefined {
    this.add(1, 'has no front matter', 'Begin the file with ---, the front matter in YAML, and --- again.')
    return undefined
  }

  read<Value>(part: TextPart, schema: z.ZodType<Value>): ReadPart<Value> | undefined {
    const offset = part.line - 1
    try {
      const yaml = readYamlText(part.text, this.#file)
      const result = schema.safeParse(yaml.value)
      if (result.success) return { value: result.data, lineOf: (path) => yaml.lineOf(path) + offset }
      for (const { path, key, message, remedy } of shapeProblems(result.error, schema, yaml.value)) {
        const line = key === undefined ? yaml.lineOf(path) : yaml.lineOfKey(path, key)
        const dotted = [...path, ...(key === undefined ? [] : [key])].join('.')
        this.problems.push({ path: dotted, message, remedy, file: this.#file, line: line + offset })
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      for (const problem of error.problems) {
        this.problems.push({ ...problem, line: (problem.line ?? 1) + offset })
      }
    }
    return undefined
  }
}
