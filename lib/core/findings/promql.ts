import type { SyntaxNodeRef } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'

export interface Selector {
  readonly metric: string
  readonly labels: readonly { readonly name: string; readonly operator: string; readonly value: string }[]
  /** The function whose range it is in: `rate`. */
  readonly inside: string | undefined
  readonly rangeSeconds: number | undefined
}

/** A PromQL expression as far as rules look into it. */
export interface ParsedQuery {
  /** The first character that is not PromQL; undefined for a valid expression. */
  readonly errorAt: number | undefined
  readonly selectors: readonly Selector[]
  readonly functions: readonly string[]
  /** Divides one series by another. */
  readonly isRatio: boolean
  /** Fires only while something is greater than nothing: `and … > 0`. */
  readonly hasGuard: boolean
}

const parsed = new Map<string, ParsedQuery>()
const MOST_KEPT = 2_000

export function parseQuery(text: string): ParsedQuery {
  const known = parsed.get(text)
  if (known !== undefined) return known
  if (parsed.size >= MOST_KEPT) parsed.clear()
  const query = read(text)
  parsed.set(text, query)
  return query
}

interface Open {
  metric: string
  readonly labels: { name: string; operator: string; value: string }[]
  inside: string | undefined
  rangeSeconds: number | undefined
}

function read(text: string): ParsedQuery {
  const selectors: Open[] = []
  const functions: string[] = []
  const calls: { name: string; to: number }[] = []
  let errorAt: number | undefined
  let isRatio = false
  const word = (node: SyntaxNodeRef) => text.slice(node.from, node.to)
  const visit = new Map<string, (node: SyntaxNodeRef) => unknown>([
    ['FunctionCall', (node) => calls.push({ name: /^\w+/.exec(word(node))?.[0] ?? '', to: node.to })],
    ['FunctionIdentifier', (node) => functions.push(word(node))],
    [
      'VectorSelector',
      (node) => {
        const call = calls.findLast((each) => each.to >= node.to)
        selectors.push({ metric: '', labels: [], inside: call?.name, rangeSeconds: undefined })
      },
    ],
    ['Identifier', (node) => onLast(selectors, (last) => Object.assign(last, { metric: word(node) }))],
    [
      'LabelName',
      (node) =>
        onLast(selectors, ({ labels }) => labels.push({ name: word(node), operator: '=', value: '' })),
    ],
    ['MatchOp', (node) => onLabel(selectors, { operator: word(node) })],
    ['StringLiteral', (node) => onLabel(selectors, { value: word(node).slice(1, -1) })],
    [
      'NumberDurationLiteralInDurationContext',
      (node) =>
        onLast(selectors, (last) => {
          last.rangeSeconds ??= durationSeconds(word(node))
        }),
    ],
    [
      'Div',
      () => {
        isRatio = true
      },
    ],
  ])
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) errorAt ??= node.from
      visit.get(node.name)?.(node)
    },
  })
  if (text.trim() === '') errorAt = 0
  return {
    errorAt,
    selectors: selectors.map(named),
    functions,
    isRatio,
    hasGuard: /\band\b[\s\S]*>\s*0(\D|$)/.test(text),
  }
}

/** `{__name__="up"}` names its metric by a label. */
function named(selector: Open): Selector {
  const label = selector.labels.find((each) => each.name === '__name__' && each.operator === '=')
  return label === undefined ? selector : { ...selector, metric: label.value }
}

function onLabel(
  selectors: readonly Open[],
  parts: { readonly operator?: string; readonly value?: string },
): void {
  onLast(selectors, ({ labels }) => onLast(labels, (label) => Object.assign(label, parts)))
}

function onLast<Item>(items: readonly Item[], act: (last: Item) => unknown): void {
  const last = items.at(-1)
  if (last !== undefined) act(last)
}

const unitSeconds: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
}

/** `1h30m` → 5400. */
export function durationSeconds(text: string): number {
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitSeconds[unit ?? ''] ?? 0),
    0,
  )
}
