import { type LineTrouble, matchAt, unknownCode } from './chart-arrow'
import { plainLabel } from './chart-label'

export interface ChartShape {
  /** Null where only the shape is named. */
  readonly label: string | null
  /** A cylinder, in Mermaid's drawing, is a database; null where the shape is not named. */
  readonly isCylinder: boolean | null
}

/** What opens a shape and what may close it, the longest openings first: what opens one opens no shorter one. */
const shapes: readonly (readonly [open: string, ...closes: string[]])[] = [
  ['(((', ')))'],
  ['((', '))'],
  ['([', '])'],
  ['(-'],
  ['[(', ')]'],
  ['[[', ']]'],
  ['[|'],
  ['[/', '/]', '\\]'],
  ['[\\', '\\]', '/]'],
  ['{{', '}}'],
  ['[', ']'],
  ['(', ')'],
  ['{', '}'],
  ['>', ']'],
]
const QUOTED = /"(`[^`"]+`|[^`"][^"]*)"/y
const TEXT = /[^[\](){}|"]+/y
const SLANTED_TEXT = /[^[\](){}|"/\\]+/y
const FIELDS = /@\{((?:"[^"]*"|[^"{}])*)\}/y
const FIELD =
  /\s*([A-Za-z]+):\s+(?:"([^"\\]*)"|'([^'\\]*)'|([^\s"',:#&*!|>%@`[\]{}\\-][^"',:#[\]{}\\]*))\s*(?:,|$)/y
const cylinders = new Set(['cyl', 'cylinder', 'database', 'db'])

type Found = { readonly shape: ChartShape; readonly end: number } | LineTrouble | undefined

/** The brackets of a node at a place of the text: `[(MariaDB)]`. Undefined where something opens and does not close. */
export function bracketsAt(text: string, at: number): Found {
  const shape = shapes.find(([open]) => text.startsWith(open, at))
  if (shape === undefined) return { shape: { label: null, isCylinder: null }, end: at }
  const [open, ...closes] = shape
  const from = at + open.length
  const isSlanted = open === '[/' || open === '[\\'
  const label = matchAt(QUOTED, text, from) ?? matchAt(isSlanted ? SLANTED_TEXT : TEXT, text, from)
  if (!label || label[0].includes('~~~')) return undefined
  const close = closes.find((each) => text.startsWith(each, from + label[0].length))
  if (close === undefined) return undefined
  const words = plainLabel(label[0])
  if (words === undefined) return unknownCode
  return {
    shape: { label: words || null, isCylinder: open === '[(' },
    end: from + label[0].length + close.length,
  }
}

/** The fields of a node at a place of the text: `@{ shape: cyl, label: "MariaDB" }`. */
export function fieldsAt(text: string, at: number): Found {
  if (!text.startsWith('@{', at)) return { shape: { label: null, isCylinder: null }, end: at }
  const block = matchAt(FIELDS, text, at)
  const fields = block && readFields(block[1] ?? '')
  if (!fields) return undefined
  const shape = fields.get('shape')
  const label = fields.get('label')
  if (shape !== undefined && !/^[a-z][a-z0-9-]*$/.test(shape)) return undefined
  const words = label === undefined ? null : plainLabel(label)
  if (words === undefined) return unknownCode
  return {
    shape: { label: words || null, isCylinder: shape === undefined ? null : cylinders.has(shape) },
    end: at + block[0].length,
  }
}

/** Undefined for what is more than a list of words and quoted texts, and where a field stands twice. */
function readFields(text: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>()
  for (let at = 0; text.slice(at).trim() !== ''; ) {
    const field = matchAt(FIELD, text, at)
    if (!field) return undefined
    const [all, key = '', double, single, plain] = field
    const value = double ?? single ?? plain?.trim() ?? ''
    const isWord = plain === undefined || !/^(?:true|false|null|[\d.+].*)$/i.test(value) || key !== 'label'
    if (fields.has(key) || !isWord) return undefined
    fields.set(key, value)
    at += all.length
  }
  return fields
}
