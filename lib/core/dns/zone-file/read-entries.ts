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

const LINE_ENDS = new Set(['\r', '\n'])
const WORD_ENDS = new Set([' ', '\t', '\r', '\n', '\0', '(', ')', '"', ';'])
const SHOWN_LENGTH = 200

/** Cuts a master file (RFC 1035, section 5.1) into entries of tokens, in one pass over the text, as they are asked for. */
export function* readEntries(text: string): Generator<ZoneEntry | ZoneProblem> {
  const reader = new EntryReader(text)
  while (!reader.isAtEnd()) {
    const entry = reader.readEntry()
    if (entry) yield entry
  }
}

/** What stands on the first line, or within its parentheses; undefined for a blank one. */
export function readFirstEntry(text: string): ZoneEntry | ZoneProblem | undefined {
  return new EntryReader(text).readEntry()
}

export function isProblem(entry: ZoneEntry | ZoneProblem): entry is ZoneProblem {
  return 'reason' in entry
}

/** Where the reading is; it lives as long as one call of readEntries. */
class EntryReader {
  private at = 0
  private line = 1
  private depth = 0
  private isLineEnded = false
  private tokens: ZoneToken[] = []
  private comment = ''

  constructor(private readonly text: string) {}

  isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  /** Undefined for a line of nothing but blanks and comments. */
  readEntry(): ZoneEntry | ZoneProblem | undefined {
    const start = { at: this.at, line: this.line }
    const continuesOwner = this.text[this.at] === ' ' || this.text[this.at] === '\t'
    this.tokens = []
    this.comment = ''
    this.depth = 0
    this.isLineEnded = false
    const fault = this.readTokens()
    const text = this.text.slice(start.at, Math.min(this.at, start.at + SHOWN_LENGTH)).trimEnd()
    if (fault) return { line: start.line, text, ...fault }
    if (this.tokens.length === 0) return undefined
    return {
      line: start.line,
      text,
      continuesOwner,
      isUnended: !this.isLineEnded,
      tokens: this.tokens,
      comment: this.comment,
    }
  }

  private readTokens(): Fault | undefined {
    while (!this.isAtEnd()) {
      const character = this.text[this.at]
      if (LINE_ENDS.has(character ?? '')) {
        this.passLine()
        if (this.depth === 0) return undefined
      } else if (character === ' ' || character === '\t') this.at++
      else if (character === ';') this.readComment()
      else if (character === '(') this.open()
      else if (character === ')') {
        if (this.depth === 0) return this.abandonLine(unopened)
        this.close()
      } else if (character === '"') {
        const fault = this.readQuoted()
        if (fault) return fault
      } else if (character === '\0') return this.abandonLine(nul)
      else {
        const fault = this.readWord()
        if (fault) return fault
      }
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

  /** A carriage return ends a line by itself, as in files of old Macintoshes; only line feeds are counted. */
  private passLine(): void {
    if (this.text[this.at] === '\r') this.at++
    if (this.text[this.at] === '\n') {
      this.at++
      this.line++
    }
    this.isLineEnded = this.depth === 0
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
      if (character === '\\') this.at++
      if (this.text[this.at] === '\n') this.line++
      this.at++
    }
    return unquoted
  }

  private readWord(): Fault | undefined {
    const start = this.at
    while (!this.isAtEnd() && !WORD_ENDS.has(this.text[this.at] ?? '')) {
      if (this.text[this.at] === '\\' && !LINE_ENDS.has(this.text[this.at + 1] ?? '')) this.at++
      this.at++
    }
    if (this.at > this.text.length) return unescaped
    this.push(start, false)
    return undefined
  }

  private push(start: number, isQuoted: boolean): void {
    const before = this.text[start - (isQuoted ? 2 : 1)] ?? ' '
    const isAttached = this.tokens.length > 0 && !/[ \t\r\n();]/.test(before)
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
const nul = { reason: 'a NUL stands outside quotes', remedy: 'Remove it, or write it as \\000.' }
const unescaped = { reason: 'a backslash stands at the end of the file', remedy: 'Write it as \\\\.' }
const unquoted = {
  reason: 'a quoted text does not end on its line',
  remedy: 'Close it with ", and write a line break within it as \\010.',
}
