import type { ZoneProblem } from './zone-record'

export interface ZoneToken {
  /** As written, escapes and all, without the quotes. */
  readonly text: string
  readonly isQuoted: boolean
  /** Nothing stands between it and the token before it. */
  readonly isAttached: boolean
}

/** What stands on one line, or within parentheses over several. */
export interface ZoneEntry {
  readonly line: number
  readonly text: string
  /** It begins with blanks, so it speaks of the owner before it. */
  readonly continuesOwner: boolean
  /** The file ends before its line does. */
  readonly isUnended: boolean
  readonly tokens: readonly ZoneToken[]
  /** What its last comment says, without the semicolon; empty for none. */
  readonly comment: string
}

interface Reading {
  readonly entries: ZoneEntry[]
  readonly problems: ZoneProblem[]
}

const WORD_ENDS = new Set([' ', '\t', '\r', '\n', '(', ')', '"', ';'])
const SHOWN_LENGTH = 200

/** Cuts a master file (RFC 1035, section 5.1) into entries of tokens, in one pass over the text. */
export function readEntries(text: string): Reading {
  const reader = new EntryReader(text)
  while (!reader.isAtEnd()) reader.readEntry()
  return { entries: reader.entries, problems: reader.problems }
}

/** Where the reading is; it lives as long as one call of readEntries. */
class EntryReader {
  readonly entries: ZoneEntry[] = []
  readonly problems: ZoneProblem[] = []
  private at = 0
  private line = 1
  private depth = 0
  private tokens: ZoneToken[] = []
  private comment = ''

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  readEntry(): void {
    const start = { at: this.at, line: this.line }
    const continuesOwner = this.text[this.at] === ' ' || this.text[this.at] === '\t'
    this.tokens = []
    this.comment = ''
    this.depth = 0
    const fault = this.readTokens()
    const text = this.text.slice(start.at, Math.min(this.at, start.at + SHOWN_LENGTH)).trimEnd()
    if (fault) this.problems.push({ line: start.line, text, ...fault })
    else if (this.tokens.length > 0) {
      this.entries.push({
        line: start.line,
        text,
        continuesOwner,
        isUnended: this.isAtEnd() && !this.text.endsWith('\n'),
        tokens: this.tokens,
        comment: this.comment,
      })
    }
  }

  private readTokens(): Fault | undefined {
    while (!this.isAtEnd()) {
      const character = this.text[this.at]
      if (character === '\n') {
        this.passLine()
        if (this.depth === 0) return undefined
      } else if (character === ' ' || character === '\t' || character === '\r') this.at++
      else if (character === ';') this.readComment()
      else if (character === '(') this.open()
      else if (character === ')') {
        if (this.depth === 0) return this.abandonLine(unopened)
        this.close()
      } else if (character === '"') {
        const fault = this.readQuoted()
        if (fault) return fault
      } else this.readWord()
    }
    return this.depth > 0 ? unclosed : undefined
  }

  private open(): void {
    this.depth++
    this.at++
  }

  private close(): void {
    this.depth--
    this.at++
  }

  private passLine(): void {
    this.at++
    this.line++
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.at)
    this.at = end === -1 ? this.text.length : end
  }

  private readComment(): void {
    const start = this.at + 1
    this.skipComment()
    this.comment = this.text.slice(start, this.at).trim()
  }

  /** What follows on the line belongs to nothing that can be understood. */
  private abandonLine(fault: Fault): Fault {
    this.skipComment()
    if (!this.isAtEnd()) this.passLine()
    return fault
  }

  private readQuoted(): Fault | undefined {
    const start = ++this.at
    while (!this.isAtEnd()) {
      const character = this.text[this.at]
      if (character === '\n') return this.abandonLine(unquoted)
      if (character === '"') {
        this.push(start, true)
        this.at++
        return undefined
      }
      if (character === '\\' && this.text[this.at + 1] !== '\n') this.at++
      this.at++
    }
    return unquoted
  }

  private readWord(): void {
    const start = this.at
    while (!this.isAtEnd() && !WORD_ENDS.has(this.text[this.at] ?? '')) {
      if (this.text[this.at] === '\\' && this.text[this.at + 1] !== '\n') this.at++
      this.at++
    }
    this.at = Math.min(this.at, this.text.length)
    this.push(start, false)
  }

  private push(start: number, isQuoted: boolean): void {
    const before = this.text[start - (isQuoted ? 2 : 1)] ?? ' '
    const isAttached = this.tokens.length > 0 && !/[\s();]/.test(before)
    this.tokens.push({ text: this.text.slice(start, this.at), isQuoted, isAttached })
  }
}

interface Fault {
  readonly reason: string
  readonly remedy: string
}

const unclosed = {
  reason: 'a parenthesis is opened and never closed',
  remedy: 'Close it with ) after the last field of the record.',
}
const unopened = { reason: 'a parenthesis is closed that was not opened', remedy: 'Remove it.' }
const unquoted = {
  reason: 'a quoted text does not end on its line',
  remedy: 'Close it with ", and write a line break within it as \\010.',
}
