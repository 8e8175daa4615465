const MAX_HEAD_BYTES = 32 * 1024
const END_OF_HEAD = Buffer.from('\r\n\r\n')
const EMPTY = Buffer.alloc(0)

export interface HttpHead {
  readonly status: number
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: ReadonlyMap<string, string>
}

/** An answer that breaks HTTP/1.1; the message is for people. */
export class MalformedAnswer extends Error {}

type Framing =
  | { readonly type: 'length'; remaining: number }
  | { readonly type: 'chunked'; chunkRemaining: number; needsLineEnd: boolean }
  | { readonly type: 'until-close' }

/**
 * Reads one HTTP/1.1 answer from the bytes of a connection, strictly: what two readers could understand in
 * two ways is malformed. Keeps at most `maxBodyBytes` of the body and is complete once it has them.
 */
export class HttpResponseReader {
  head: HttpHead | undefined
  isComplete = false
  isTruncated = false
  readonly #maxBodyBytes: number
  readonly #isHeadRequest: boolean
  #pending: Buffer = EMPTY
  #framing: Framing | undefined
  #bodyParts: Buffer[] = []
  #bodyBytes = 0

  constructor(options: { readonly maxBodyBytes: number; readonly isHeadRequest: boolean }) {
    this.#maxBodyBytes = options.maxBodyBytes
    this.#isHeadRequest = options.isHeadRequest
  }

  /** Throws `MalformedAnswer`. */
  push(bytes: Buffer): void {
    if (this.isComplete) return
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes])
    while (!this.#framing) if (!this.#readHead()) return
    this.#readBody(this.#framing)
  }

  /** The peer closed. Throws `MalformedAnswer` when the answer is not whole. */
  end(): void {
    if (this.isComplete) return
    if (this.#framing?.type !== 'until-close') throw new MalformedAnswer('ended the answer early')
    this.isComplete = true
  }

  get hasStarted(): boolean {
    return this.head !== undefined || this.#pending.length > 0
  }

  body(): string {
    return (
      this.#bodyParts.length === 1 ? (this.#bodyParts[0] ?? EMPTY) : Buffer.concat(this.#bodyParts)
    ).toString()
  }

  /** False when more bytes are needed. Interim answers (1xx) are passed over. */
  #readHead(): boolean {
    const end = this.#pending.indexOf(END_OF_HEAD)
    if (end > MAX_HEAD_BYTES || (end < 0 && this.#pending.length > MAX_HEAD_BYTES)) {
      throw new MalformedAnswer('sends headers without end')
    }
    if (end < 0) {
      if (!looksLikeHttp(this.#pending)) throw new MalformedAnswer('does not speak HTTP')
      return false
    }
    const head = parseHead(this.#pending.toString('latin1', 0, end))
    this.#pending = this.#pending.subarray(end + END_OF_HEAD.length)
    if (head.status < 200) return true
    this.head = head
    this.#framing = framingOf(head, this.#isHeadRequest)
    return true
  }

  #readBody(framing: Framing): void {
    if (framing.type === 'length') {
      const taken = this.#keep(this.#pending.subarray(0, framing.remaining))
      framing.remaining -= taken
      if (framing.remaining === 0) this.isComplete = true
    } else if (framing.type === 'chunked') {
      this.#readChunks(framing)
      return
    } else {
      this.#keep(this.#pending)
    }
    this.#pending = EMPTY
  }

  #readChunks(framing: Extract<Framing, { type: 'chunked' }>): void {
    while (!this.isComplete && this.#pending.length > 0) {
      if (framing.chunkRemaining > 0) {
        const part = this.#pending.subarray(0, framing.chunkRemaining)
        this.#keep(part)
        framing.chunkRemaining -= part.length
        framing.needsLineEnd = framing.chunkRemaining === 0
        this.#pending = this.#pending.subarray(part.length)
        continue
      }
      const lineEnd = this.#pending.indexOf('\r\n')
      if (lineEnd < 0) return this.#expectShortLine()
      const line = this.#pending.toString('latin1', 0, lineEnd)
      this.#pending = this.#pending.subarray(lineEnd + 2)
      this.#readChunkLine(framing, line)
    }
  }

  #readChunkLine(framing: Extract<Framing, { type: 'chunked' }>, line: string): void {
    if (framing.needsLineEnd) {
      if (line !== '') throw new MalformedAnswer('sends a broken chunk')
      framing.needsLineEnd = false
      return
    }
    const size = /^([0-9a-fA-F]{1,8})[ \t]*(;.*)?$/.exec(line)?.[1]
    if (size === undefined) throw new MalformedAnswer('sends a chunk without a size')
    framing.chunkRemaining = Number.parseInt(size, 16)
    // The trailer says nothing about health; the connection is closed with it unread.
    if (framing.chunkRemaining === 0) this.isComplete = true
  }

  #expectShortLine(): void {
    if (this.#pending.length > 1024) throw new MalformedAnswer('sends a chunk without a size')
  }

  #keep(part: Buffer): number {
    const room = this.#maxBodyBytes - this.#bodyBytes
    const kept = part.length > room ? part.subarray(0, room) : part
    if (kept.length > 0) this.#bodyParts.push(kept)
    this.#bodyBytes += kept.length
    if (part.length > room) this.isTruncated = this.isComplete = true
    return part.length
  }
}

function looksLikeHttp(bytes: Buffer): boolean {
  const start = 'HTTP/1.'
  return start.startsWith(bytes.toString('latin1', 0, Math.min(bytes.length, start.length)))
}

function parseHead(text: string): HttpHead {
  const [statusLine = '', ...lines] = text.split('\r\n')
  const status = /^HTTP\/1\.[01] ([1-5][0-9]{2})( [^\0-\x08\x0a-\x1f\x7f]*)?$/.exec(statusLine)?.[1]
  if (status === undefined) throw new MalformedAnswer('does not speak HTTP')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0 || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(line.slice(0, colon))) {
      throw new MalformedAnswer('sends a broken header')
    }
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return { status: Number(status), headers }
}

function framingOf(head: HttpHead, isHeadRequest: boolean): Framing {
  const coding = head.headers.get('transfer-encoding')
  const length = head.headers.get('content-length')
  if (isHeadRequest || head.status === 204 || head.status === 304) return { type: 'length', remaining: 0 }
  if (coding !== undefined) {
    if (length !== undefined) throw new MalformedAnswer('gives the length of the answer twice')
    if (coding.toLowerCase() !== 'chunked') throw new MalformedAnswer(`uses the transfer coding ${coding}`)
    return { type: 'chunked', chunkRemaining: 0, needsLineEnd: false }
  }
  if (length === undefined) return { type: 'until-close' }
  if (!/^[0-9]{1,15}$/.test(length)) throw new MalformedAnswer('gives a broken length of the answer')
  return { type: 'length', remaining: Number(length) }
}
