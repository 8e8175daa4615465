import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { AppError } from '@/lib/core/errors/app-error'
import { decodeEntities } from './decode-entities'

/** One element with all that it holds; together they are the whole document. */
export interface XmlElement {
  readonly name: string
  /** Line of its start tag, from 1. */
  readonly line: number
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** The text directly within it, joined. */
  readonly text: string
}

const DEEPEST = 32
const DECLARATION = /<!\s*(?:ENTITY|ELEMENT|ATTLIST|NOTATION)/i
const DOCTYPE = /<!DOCTYPE\s+([\w.-]+)\s*>/gi

/**
 * Reads an XML document without DTD: declarations of any kind are refused before anything is parsed, so nothing
 * can be expanded or fetched. Throws AppError `bad-input`.
 */
export function readXml(text: string, file: string): XmlElement {
  const document = withoutDoctype(text, file)
  const checked = validated(document)
  if (checked !== true) throw notXml(file, `line ${checked.err.line}: ${checked.err.msg}`)
  const nodes = parsed(document, file)
  const roots = nodes.flatMap((node) => toElements(node, { file, lineAt: lineCounter(document) }))
  const [root] = roots
  if (root === undefined || roots.length > 1) throw notXml(file, 'it has not one root element')
  return root
}

/** The bare name of a document type, as nmap writes it, is left out; positions stay. */
function withoutDoctype(text: string, file: string): string {
  const bare = text.replace(DOCTYPE, (match) => ' '.repeat(match.length))
  if (DECLARATION.test(bare)) throw refusedDtd(file, 'it declares entities or elements of its own')
  if (/<!DOCTYPE/i.test(bare)) throw refusedDtd(file, 'its document type names or holds other declarations')
  return bare
}

function refusedDtd(file: string, why: string): AppError {
  return new AppError(
    'bad-input',
    `${file} is refused: ${why}. Nothing is expanded or fetched here, and nmap writes no such thing.`,
  )
}

/** A node as the parser gives it in document order: one tag with its children, attributes beside it. */
type ParsedNode = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  captureMetaData: true,
  processEntities: false,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: DEEPEST,
})

function validated(document: string) {
  return XMLValidator.validate(document)
}

function parsed(document: string, file: string): readonly ParsedNode[] {
  try {
    return parser.parse(document) as readonly ParsedNode[]
  } catch (cause) {
    const isDeep = cause instanceof Error && cause.message.includes('nested')
    const why = isDeep ? `it is nested deeper than ${DEEPEST} levels` : 'its structure is broken'
    throw notXml(file, why, cause)
  }
}

interface Reading {
  readonly file: string
  lineAt(index: number): number
}

/** The parser's type says Symbol, the wrapper object; it is a plain symbol. */
const metadata = XMLParser.getMetaDataSymbol() as unknown as symbol

function toElements(node: ParsedNode, reading: Reading): readonly XmlElement[] {
  return Object.keys(node)
    .filter((name) => name !== ':@' && name !== '#text')
    .map((name) => {
      const content = (node[name] ?? []) as readonly ParsedNode[]
      const place = (node as Record<symbol, { startIndex?: number } | undefined>)[metadata]
      return {
        name,
        line: reading.lineAt(place?.startIndex ?? 0),
        attributes: decodedAttributes((node[':@'] ?? {}) as Record<string, string>, reading),
        text: content.map((child) => decoded(String(child['#text'] ?? ''), reading)).join(''),
        children: content.flatMap((child) => toElements(child, reading)),
      }
    })
}

function decodedAttributes(attributes: Record<string, string>, reading: Reading): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, decoded(value, reading)]),
  )
}

function decoded(text: string, { file }: Reading): string {
  const result = decodeEntities(text)
  if (result !== undefined) return result
  throw refusedDtd(file, 'it uses an entity that is not one of the five of XML')
}

/** Positions are asked in ascending order, so the text is passed once. */
function lineCounter(text: string): (index: number) => number {
  let line = 1
  let lineEnd = text.indexOf('\n')
  return (index) => {
    while (lineEnd !== -1 && lineEnd < index) {
      line++
      lineEnd = text.indexOf('\n', lineEnd + 1)
    }
    return line
  }
}

function notXml(file: string, why: string, cause?: unknown): AppError {
  return new AppError(
    'bad-input',
    `${file} cannot be read as XML: ${why.slice(0, 200).replace(/\.+$/, '')}.`,
    { cause },
  )
}
