export interface MailMessage {
  readonly id: string
  readonly from: string
  readonly to: readonly string[]
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly body: string
  readonly raw: string
  readonly receivedAt: Date
}

const MOST_MESSAGES = 500

/** The newest messages, in memory: a sink for tests of mail, not an archive. */
export class Mailbox {
  #messages: readonly MailMessage[] = []
  #count = 0

  add(
    envelope: { readonly from: string; readonly to: readonly string[] },
    raw: string,
    receivedAt: Date,
  ): void {
    this.#count += 1
    const id = `${this.#count}@lab`
    const message = { id, ...envelope, ...parseMessage(raw), raw, receivedAt }
    this.#messages = [message, ...this.#messages].slice(0, MOST_MESSAGES)
  }

  /** All that ever came, also those no longer kept. */
  get count(): number {
    return this.#count
  }

  /** The newest first. */
  list(): readonly MailMessage[] {
    return this.#messages
  }

  clear(): void {
    this.#messages = []
  }
}

/** Header lines folded over several lines are joined; the body stays as it came. */
export function parseMessage(raw: string): Pick<MailMessage, 'headers' | 'body'> {
  const text = raw.replaceAll('\r\n', '\n')
  const end = text.indexOf('\n\n')
  const head = end < 0 ? text : text.slice(0, end)
  const headers: Record<string, string[]> = {}
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon)
    headers[name] = [...(headers[name] ?? []), line.slice(colon + 1).trim()]
  }
  return { headers, body: end < 0 ? '' : text.slice(end + 2) }
}
