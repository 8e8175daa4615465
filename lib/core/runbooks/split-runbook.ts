/** A part of a file, with the line, from 1, on which its text begins. */
export interface TextPart {
  readonly text: string
  readonly line: number
}

export interface RunbookSection {
  readonly title: string
  /** Line of the heading, from 1. */
  readonly line: number
  /** Markdown without the step blocks. */
  readonly prose: string
  readonly blocks: readonly TextPart[]
  /** Line of a fence that nothing closes. */
  readonly openFenceLine: number | null
}

export interface SplitRunbook {
  /** Undefined when the file does not begin with `---` or nothing closes it. */
  readonly frontMatter: TextPart | undefined
  readonly introduction: string
  readonly sections: readonly RunbookSection[]
}

/**
 * Cuts a runbook into its front matter, what stands before the first `##` heading (without a `#` title), and
 * one section a `##` heading. Headings inside fenced code are text.
 */
export function splitRunbook(source: string): SplitRunbook {
  const lines = source.replaceAll('\r\n', '\n').split('\n')
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1
  const frontMatter = end < 0 ? undefined : { text: lines.slice(1, end).join('\n'), line: 2 }
  const sections: SectionReader[] = []
  const introduction: string[] = []
  let reader: SectionReader | undefined
  let fence: string | undefined
  for (const [index, line] of lines.entries()) {
    if (index <= end) continue
    const heading = fence === undefined ? /^##\s+(.+?)\s*#*$/.exec(line)?.[1] : undefined
    if (heading !== undefined) {
      reader = new SectionReader(heading, index + 1)
      sections.push(reader)
      continue
    }
    fence = fenceAfter(line, fence)
    if (reader) reader.take(line, index + 1)
    else if (!/^#\s/.test(line) || fence !== undefined) introduction.push(line)
  }
  return {
    frontMatter,
    introduction: introduction.join('\n').trim(),
    sections: sections.map((each) => each.end()),
  }
}

/** The fence that is open after a line: its backticks or tildes. */
function fenceAfter(line: string, open: string | undefined): string | undefined {
  const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line)
  const [, ticks = '', info = ''] = mark ?? []
  if (open === undefined) return ticks === '' ? undefined : ticks
  const isClosing = ticks.startsWith(open) && info.trim() === ''
  return isClosing ? undefined : open
}

class SectionReader {
  readonly #title: string
  readonly #line: number
  readonly #prose: string[] = []
  readonly #blocks: TextPart[] = []
  #block: { readonly line: number; readonly lines: string[]; readonly fence: string } | undefined

  constructor(title: string, line: number) {
    this.#title = title
    this.#line = line
  }

  take(line: string, number: number): void {
    if (this.#block) {
      if (fenceAfter(line, this.#block.fence) === undefined) this.#closeBlock()
      else this.#block.lines.push(line)
      return
    }
    const ticks = /^(`{3,}|~{3,})step\s*$/.exec(line)?.[1]
    if (ticks !== undefined) this.#block = { line: number + 1, lines: [], fence: ticks }
    else this.#prose.push(line)
  }

  end(): RunbookSection {
    const openFenceLine = this.#block ? this.#block.line - 1 : null
    return {
      title: this.#title,
      line: this.#line,
      prose: this.#prose.join('\n').trim(),
      blocks: this.#blocks,
      openFenceLine,
    }
  }

  #closeBlock(): void {
    if (this.#block) this.#blocks.push({ text: this.#block.lines.join('\n'), line: this.#block.line })
    this.#block = undefined
  }
}
