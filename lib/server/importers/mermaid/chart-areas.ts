import type { LineTrouble } from './chart-arrow'
import { unknownCode } from './chart-arrow'
import { plainLabel } from './chart-label'

const SUBGRAPH = /^subgraph\s+(?:"([^"]+)"|([^[\](){}|":]+?))\s*(?:\[(?:"([^"]+)"|([^[\](){}|"]+))\])?$/
const DEEPEST = 20

const tooDeep: LineTrouble = {
  reason: `subgraphs are nested deeper than ${DEEPEST} levels`,
  remedy: 'Draw fewer areas within areas.',
}
const twice: LineTrouble = {
  reason: 'two areas have this id, or this title',
  remedy: 'Give each an id of its own: subgraph eu [Europe].',
}

interface Area {
  /** Null for a title of several words, by which no arrow can call it. */
  readonly id: string | null
  readonly title: string
  readonly line: number
  readonly content: string
  readonly mentioned: Set<string>
}

/** The subgraphs of a diagram, and which nodes they hold. */
export class ChartAreas {
  private readonly stack: Area[] = []
  private readonly ids = new Map<string, string>()
  private readonly ended = new Set<string>()
  private readonly holders = new Map<string, string>()

  /** Takes `subgraph …` and `end`; undefined for any other statement. */
  take(text: string, line: number): string | LineTrouble | undefined {
    if (text === 'end') return this.end()
    const match = SUBGRAPH.exec(text)
    return match ? this.begin(match, line) : undefined
  }

  /** Areas that were begun and not ended. */
  open(): readonly Pick<Area, 'line' | 'content'>[] {
    return this.stack
  }

  has(id: string): boolean {
    return this.ids.has(id)
  }

  isEnded(id: string): boolean {
    return this.ended.has(id)
  }

  titleOf(id: string): string | undefined {
    return this.ids.get(id)
  }

  /** The title of the area that holds the node: the first to end of those that name it, so the innermost. */
  titleOver(id: string): string | null {
    return this.holders.get(id) ?? null
  }

  mention(id: string): void {
    this.stack.at(-1)?.mentioned.add(id)
  }

  private begin(match: RegExpExecArray, line: number): string | LineTrouble {
    if (this.stack.length >= DEEPEST) return tooDeep
    const [content, quoted, plain, quotedTitle, plainTitle] = match
    const name = quoted ?? plain?.trim() ?? ''
    const isAlone = quotedTitle === undefined && plainTitle === undefined
    const title = plainLabel(quotedTitle ?? plainTitle ?? name)
    if (title === undefined) return unknownCode
    const id = isAlone && /\s/.test(name) ? null : name
    if (id !== null && this.ids.has(id)) return twice
    if (id !== null) this.ids.set(id, title || id)
    this.stack.push({ id, title: title || name, line, content, mentioned: new Set() })
    return `the area ${title || name}`
  }

  private end(): string | undefined {
    const area = this.stack.pop()
    if (area === undefined) return undefined
    if (area.id !== null) this.ended.add(area.id)
    for (const id of area.mentioned) if (!this.holders.has(id)) this.holders.set(id, area.title)
    return 'the end of the area'
  }
}
