const classes = 'alnum digit punct alpha graph space blank lower upper cntrl print xdigit'.split(' ')
const MOST_REPEATS = 255
/** Above every character: where a range that begins with several of them begins. */
const BEHIND_ALL = 256

/** The groups of an extended regular expression of POSIX, one character a byte; undefined for what is none. */
export function countGroups(pattern: string): number | undefined {
  return new PatternReader(pattern).read()
}

/** Where the reading is; it lives as long as one call of countGroups. */
class PatternReader {
  private at = 0
  private groups = 0
  private depth = 0
  private hasAtom = false
  private isRepeated = false
  private mayBeEmpty = false

  constructor(private readonly text: string) {}

  read(): number | undefined {
    while (this.at < this.text.length) if (!this.readPart()) return undefined
    return this.depth === 0 && this.hasAtom ? this.groups : undefined
  }

  /** These return whether the pattern can go on so. */
  private readPart(): boolean {
    const character = this.text[this.at++] ?? ''
    if (character === '\\') return this.readEscaped()
    if (character === '[') return this.readBracket()
    if (character === '{' && /[0-9]/.test(this.text[this.at] ?? '')) return this.readBound()
    if (character === '(') return this.open()
    if (character === ')') return this.close()
    if (character === '|') return this.alternate()
    if (character === '^' || character === '$') return this.take(true)
    if ('+*?'.includes(character)) return this.repeat()
    return this.take(false)
  }

  private take(isRepeated: boolean): boolean {
    this.hasAtom = true
    this.isRepeated = isRepeated
    return true
  }

  private readEscaped(): boolean {
    const next = this.text[this.at++]
    if (next === undefined || (/[1-9]/.test(next) && Number(next) > this.groups)) return false
    return this.take(false)
  }

  private open(): boolean {
    this.hasAtom = false
    this.isRepeated = false
    this.mayBeEmpty = true
    this.depth++
    this.groups++
    return true
  }

  private close(): boolean {
    if (this.depth > 0 && !this.hasAtom && !this.mayBeEmpty) return false
    this.depth = Math.max(0, this.depth - 1)
    return this.take(false)
  }

  private alternate(): boolean {
    const canFollow = this.hasAtom
    this.hasAtom = false
    this.isRepeated = false
    this.mayBeEmpty = false
    return canFollow
  }

  private repeat(): boolean {
    return this.hasAtom && !this.isRepeated && this.take(true)
  }

  private readBound(): boolean {
    const bound = /([0-9]+)(?:,([0-9]*))?\}/y
    bound.lastIndex = this.at
    const [all, low, high] = bound.exec(this.text) ?? []
    if (all === undefined || Number(low) > MOST_REPEATS || Number(high || 0) > MOST_REPEATS) return false
    if (high && Number(low) > Number(high)) return false
    this.at += all.length
    return this.repeat()
  }

  private readBracket(): boolean {
    const bracket = new BracketReader(this.text, this.at)
    const end = bracket.read()
    if (end === undefined) return false
    this.at = end
    return this.take(false)
  }
}

/** A set of characters, from behind its bracket on; it lives as long as one call of readBracket. */
class BracketReader {
  private isNegated = false
  private hasCharacter = false
  /** 2 behind the dash of a range, 1 behind its end. */
  private range = 0
  private rangeStart = 0

  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  /** Where the set has ended; undefined for none that ends. */
  read(): number | undefined {
    while (this.at < this.text.length) {
      const character = this.text[this.at++] ?? ''
      if (character === ']' && this.hasCharacter) return this.at
      if (character === ']' && this.at === this.text.length) return undefined
      if (!this.readMember(character)) return undefined
    }
    return undefined
  }

  private readMember(character: string): boolean {
    if (character === '^' && !this.hasCharacter && !this.isNegated) {
      this.isNegated = true
      return true
    }
    if (character === '-' && this.hasCharacter && this.range !== 2) {
      if (this.range === 1) return false
      this.range = 2
      return true
    }
    return character === '[' ? this.readInner() : this.readCharacter(character.charCodeAt(0))
  }

  private readCharacter(code: number): boolean {
    this.hasCharacter = true
    if (this.range === 2 && code < this.rangeStart) return false
    if (this.range > 0) this.range--
    this.rangeStart = code
    return true
  }

  /** `[.a.]`, `[=a=]` and `[:alpha:]`; any other bracket is itself. */
  private readInner(): boolean {
    this.hasCharacter = true
    const mark = this.text[this.at] ?? ''
    if (mark === '' || !'.=:'.includes(mark)) return true
    const start = this.at + 1
    const end = this.text.indexOf(`${mark}]`, start)
    if (end <= start) return false
    const inner = this.text.slice(start, end)
    this.at = end + 2
    if (mark === '.') {
      if (this.range > 0) this.range--
      this.rangeStart = inner.length === 1 ? inner.charCodeAt(0) : BEHIND_ALL
      return true
    }
    return this.range !== 2 && (mark === '=' || classes.includes(inner))
  }
}
