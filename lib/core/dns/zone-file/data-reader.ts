import type { ZoneToken } from './read-entries'
import { ZoneFault } from './zone-fault'

/** `key=value`, the quotes around the value taken away; without `=` the value is null. */
export interface ServicePair {
  readonly key: string
  readonly value: string | null
}

/** The tokens of one record's data, taken one by one. */
export class TokenCursor {
  /** Names in the data that should have addresses. */
  readonly hosts: string[] = []
  /** What a server takes with a warning. */
  readonly notes: string[] = []
  private at = 0

  constructor(
    private readonly tokens: readonly ZoneToken[],
    readonly origin: string,
  ) {}

  /** A word; in quotes it would be a text. */
  next(what: string): string {
    return wordOf(this.nextToken(what), what)
  }

  /** `key=value` or a key alone; the value may stand in quotes. */
  nextPair(what: string): ServicePair {
    const text = this.next(what)
    const at = text.indexOf('=')
    if (at === -1) return { key: text, value: null }
    const value = this.tokens[this.at]
    if (at < text.length - 1 || !value?.isQuoted || !value.isAttached) {
      return { key: text.slice(0, at), value: text.slice(at + 1) }
    }
    this.at++
    return { key: text.slice(0, at), value: value.text }
  }

  /** A text, in quotes or not. */
  nextText(what: string): string {
    return this.nextToken(what).text
  }

  /** All words that are left, at least one. */
  rest(what: string): readonly string[] {
    return this.restTokens(what).map((token) => wordOf(token, what))
  }

  restTexts(what: string): readonly string[] {
    return this.restTokens(what).map(({ text }) => text)
  }

  isQuotedNext(): boolean {
    return this.tokens[this.at]?.isQuoted === true
  }

  hasMore(): boolean {
    return this.at < this.tokens.length
  }

  private nextToken(what: string): ZoneToken {
    const token = this.tokens[this.at++]
    if (token) return token
    throw new ZoneFault(
      `${what} is missing`,
      'Write every field of the record, on one line or within parentheses.',
    )
  }

  private restTokens(what: string): readonly ZoneToken[] {
    const first = this.nextToken(what)
    const others = this.tokens.slice(this.at)
    this.at = this.tokens.length
    return [first, ...others]
  }
}

function wordOf({ text, isQuoted }: ZoneToken, what: string): string {
  if (!isQuoted) return text
  throw new ZoneFault(`${what} stands in quotes`, 'Only texts do: remove the quotes.')
}

/** The bytes of one record's data, as generic data (RFC 3597) gives them. */
export class ByteCursor {
  readonly hosts: string[] = []
  /** What a server takes with a warning. */
  readonly notes: string[] = []
  private at = 0

  constructor(private readonly bytes: readonly number[]) {}

  take(count: number): readonly number[] {
    if (this.at + count > this.bytes.length) throw shortData()
    this.at += count
    return this.bytes.slice(this.at - count, this.at)
  }

  takeNumber(count: number): number {
    return this.take(count).reduce((sum, byte) => sum * 256 + byte, 0)
  }

  rest(): readonly number[] {
    return this.take(this.bytes.length - this.at)
  }

  hasMore(): boolean {
    return this.at < this.bytes.length
  }
}

function shortData(): ZoneFault {
  return new ZoneFault('the generic data is too short for this type', 'Write all bytes that the type has.')
}

const MOST_BYTES = 65_535

/** Returns the bytes when a record can hold them (RFC 1035, section 3.2.1). Throws ZoneFault. */
export function fitting<Bytes extends { readonly length: number }>(
  bytes: Bytes,
  count = bytes.length,
): Bytes {
  if (count <= MOST_BYTES) return bytes
  throw new ZoneFault(`the data has more than ${MOST_BYTES} bytes`, 'No record can hold it: split it.')
}
