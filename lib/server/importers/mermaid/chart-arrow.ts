import { plainLabel } from './chart-label'

export interface ChartArrow {
  readonly label: string | null
  readonly isDotted: boolean
  /** Drawn by `~~~`: it keeps two nodes apart, and joins nothing. */
  readonly isHidden: boolean
  readonly heads: 'none' | 'end' | 'both'
}

export interface LineTrouble {
  readonly reason: string
  readonly remedy: string
}

const unknownHead: LineTrouble = {
  reason: 'an arrow that ends in a circle or a cross says nothing that an inventory has a word for',
  remedy: 'Draw it as -->, or leave the line out.',
}
const oddHeads: LineTrouble = {
  reason: 'the two ends of the arrow do not belong together, and Mermaid draws one of them',
  remedy: 'Draw it as -->, from where it starts, or as <--> for both ways.',
}
export const unknownCode: LineTrouble = {
  reason: 'a code in the label names a character that is not known here',
  remedy: 'Write the character itself, or its number: #35; is #.',
}

/** In the order in which Mermaid tries them: an arrow in one piece, then the first half of one with its label inside. */
const whole = [/\s*([xo<]?)(--+[-xo>])\s*/y, /\s*([xo<]?)(==+[=xo>])\s*/y, /\s*([xo<]?)(-?\.+-[xo>]?)\s*/y]
const halves = [
  { open: /\s*([xo<]?)--\s*/y, close: /\s*([xo<]?)(--+[-xo>])\s*/g, text: /^(?:[^-]|-(?!-))+$/ },
  { open: /\s*([xo<]?)==\s*/y, close: /\s*([xo<]?)(==+[=xo>])\s*/g, text: /^(?:[^=]|=(?!=))+$/ },
  { open: /\s*([xo<]?)-\.\s*/y, close: /\s*([xo<]?)(-?\.+-[xo>]?)\s*/g, text: /^[^.]+$/ },
]
const HIDDEN = /\s*~~~+\s*/y
const IN_PIPES = /\|(?:"([^"]+)"|([^[\](){}|"]+))\|\s*/y

/** The arrow that stands at a place of the text, and where it ends; undefined where there is none. */
export function arrowAt(
  text: string,
  at: number,
): { arrow: ChartArrow; end: number } | LineTrouble | undefined {
  const hidden = matchAt(HIDDEN, text, at)
  if (hidden) {
    return {
      arrow: { label: null, isDotted: false, isHidden: true, heads: 'none' },
      end: at + hidden[0].length,
    }
  }
  return wholeArrow(text, at) ?? halvedArrow(text, at)
}

function wholeArrow(text: string, at: number) {
  const match = firstMatch(whole, text, at)
  if (match === undefined) return undefined
  const [all, start = '', line = ''] = match
  const piped = matchAt(IN_PIPES, text, at + all.length)
  const end = at + all.length + (piped?.[0].length ?? 0)
  return toArrow({ start, line, inner: '', label: piped?.[1] ?? piped?.[2], end })
}

function halvedArrow(text: string, at: number) {
  for (const { open, close, text: allowed } of halves) {
    const start = matchAt(open, text, at)
    if (!start) continue
    const from = at + start[0].length
    const quoted = matchAt(/"([^"]+)"/y, text, from)
    close.lastIndex = from + (quoted?.[0].length ?? 0)
    const stop = close.exec(text)
    if (stop === null || (quoted && stop.index !== from + quoted[0].length)) return undefined
    const label = quoted?.[1] ?? text.slice(from, stop.index)
    if (!quoted && (label.includes('"') || !allowed.test(label))) return undefined
    const [, inner = '', line = ''] = stop
    return toArrow({ start: start[1] ?? '', line, inner, label, end: close.lastIndex })
  }
  return undefined
}

interface Pieces {
  readonly start: string
  readonly line: string
  /** What Mermaid takes for a head before the second half, and people for the end of their label. */
  readonly inner: string
  readonly label: string | undefined
  readonly end: number
}

function toArrow({ start, line, inner, label, end }: Pieces) {
  const head = /[xo>]$/.exec(line)?.[0] ?? ''
  if (inner !== '' || (start !== '' && start.replace('<', '>') !== head)) return oddHeads
  if (head === 'x' || head === 'o') return unknownHead
  const words = label === undefined ? null : plainLabel(label)
  if (words === undefined) return unknownCode
  const heads: ChartArrow['heads'] = head === '' ? 'none' : start === '<' ? 'both' : 'end'
  return { arrow: { label: words || null, isDotted: line.includes('.'), isHidden: false, heads }, end }
}

function firstMatch(patterns: readonly RegExp[], text: string, at: number): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    const match = matchAt(pattern, text, at)
    if (match) return match
  }
  return undefined
}

export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
