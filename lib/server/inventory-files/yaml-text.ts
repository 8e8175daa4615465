import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml'
import { AppError, type InputProblem } from '@/lib/core/errors/app-error'
import type { InventoryPath } from '@/lib/core/inventory/check-references'
import { examineStructure } from './yaml-structure'

const MAX_BYTES = 5 * 1024 * 1024
const MAX_DEPTH = 64
/** How often aliases may unfold in all: a document that says little must not become a large one. */
const MAX_ALIASES = 100

/** A YAML document as plain data that still knows where each part of it stands. */
export interface YamlText {
  readonly value: unknown
  /** The line, from 1, of the value at the path, or of the nearest part above it that is there. */
  lineOf(path: InventoryPath): number
  /** The line, from 1, of a key itself. */
  lineOfKey(path: InventoryPath, key: string): number
}

/** Reads YAML or JSON. Throws `too-large` or `bad-input`; what is wrong with it stands in the problems. */
export function readYamlText(text: string, file: string): YamlText {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw new AppError('too-large', `${file} is larger than ${MAX_BYTES / 1024 / 1024} MB.`)
  }
  refuseDepth(text, file)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const { repeatedKeys, hasTooManyAliases } = examineStructure(document)
  const faults = [...document.errors, ...document.warnings, ...repeatedKeys]
  const overflow = faults.find(({ message }) => message.includes('call stack'))
  if (overflow !== undefined) throw tooDeep(file, lines.linePos(overflow.pos[0]).line)
  if (faults.length > 0) {
    throw notYaml(
      file,
      faults.slice(0, 20).map((fault) => ({
        path: '',
        message: fault.message,
        remedy: remedies[fault.code] ?? 'See the line above too: indentation and quotes often end there.',
        file,
        line: lines.linePos(fault.pos[0]).line,
      })),
    )
  }
  if (hasTooManyAliases) throw badAliases(file)
  const lineAt = (node: unknown) => lineOfNode(node, lines)
  return {
    value: toPlainData(document, file),
    lineOf: (path) => lineAt(nearestNode(document, path)),
    lineOfKey: (path, key) => lineAt(keyNode(document, path, key) ?? nearestNode(document, path)),
  }
}

const remedies: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  DUPLICATE_KEY: 'Keep one of the two.',
  BAD_INDENT: 'Align it with its siblings, and close every bracket.',
  TAG_RESOLVE_FAILED: 'Remove the tag: plain values are all that is read.',
}

function notYaml(file: string, problems: readonly InputProblem[], cause?: unknown): AppError {
  return new AppError('bad-input', `${file} cannot be read as YAML.`, { problems, cause })
}

/** The parser calls itself for each level, so depth is bounded before it starts. */
function refuseDepth(text: string, file: string): void {
  const lines = text.split('\n')
  let brackets = 0
  for (const [index, line] of lines.entries()) {
    let deepest = brackets
    for (const character of line) {
      if (character === '[' || character === '{') deepest = Math.max(deepest, ++brackets)
      else if ((character === ']' || character === '}') && brackets > 0) brackets--
    }
    const dashes = /^[\s?:-]*/.exec(line)?.[0].replace(/\s/g, '').length ?? 0
    if (deepest + dashes > MAX_DEPTH * 4) throw tooDeep(file, index + 1)
  }
}

function tooDeep(file: string, line?: number): AppError {
  const message = `nested deeper than ${MAX_DEPTH} levels`
  const at = line === undefined ? {} : { line }
  return notYaml(file, [{ path: '', message, remedy: 'An inventory needs about ten.', file, ...at }])
}

function toPlainData(document: Document, file: string): unknown {
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (error) {
    throw badAliases(file, error)
  }
  if (depthExceeds(value, MAX_DEPTH)) throw tooDeep(file)
  if (hasUnstorableText(value)) {
    const message = 'a text holds a NUL or half a character, which no database stores'
    throw notYaml(file, [{ path: '', message, remedy: 'Remove escapes such as \\0 and \\ud800.', file }])
  }
  return value
}

function badAliases(file: string, cause?: unknown): AppError {
  const message = 'its aliases unfold too often or lead nowhere'
  return notYaml(file, [{ path: '', message, remedy: 'Write the parts out.', file }], cause)
}

function hasUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, part]) => hasUnstorableText(key) || hasUnstorableText(part))
}

function depthExceeds(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((part) => depthExceeds(part, levels - 1))
}

/** The part that the path names, or the last one on the way to it. */
function nearestNode(document: Document, path: InventoryPath): unknown {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node)) return node
  }
  return document.contents
}

function keyNode(document: Document, path: InventoryPath, key: string): unknown {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!isMap(map)) return undefined
  return map.items.find((pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === key)?.key
}

function lineOfNode(node: unknown, lines: LineCounter): number {
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1
}
