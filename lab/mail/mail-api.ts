import type { Mailbox, MailMessage } from '@/lab/mail/mailbox'
import { html, json, type Responder } from '@/lab/stand-ins/responder'

/** The part of MailHog's HTTP API that people and tests use, and a page that lists the mails. */
export function mailApi(mailbox: Mailbox): Responder {
  return ({ method, path, query }) => {
    if (method === 'GET' && path === '/') return html(renderList(mailbox.list()))
    if (method === 'GET' && path === '/api/v2/messages') {
      const start = Number(query.get('start') ?? 0)
      const limit = Number(query.get('limit') ?? 50)
      const items = mailbox
        .list()
        .slice(start, start + limit)
        .map(describe)
      return json({ total: mailbox.list().length, count: items.length, start, items })
    }
    if (method === 'DELETE' && path === '/api/v1/messages') {
      mailbox.clear()
      return json({})
    }
    return undefined
  }
}

/** The last mail taken, for whoever wants to know that alerts arrive by mail. */
export function mailStatus(mailbox: Mailbox): Responder {
  return ({ method, path }) => {
    if (method !== 'GET' || path !== '/status') return undefined
    const [last] = mailbox.list()
    const subject = last?.headers.Subject?.[0] ?? null
    const lastDelivery = last && { at: last.receivedAt.toISOString(), result: 'delivered', summary: subject }
    return json({ channel: 'email', count: mailbox.count, lastDelivery: lastDelivery ?? null })
  }
}

function describe(message: MailMessage) {
  return {
    ID: message.id,
    From: mailboxOf(message.from),
    To: message.to.map(mailboxOf),
    Content: { Headers: message.headers, Body: message.body, Size: message.raw.length, MIME: null },
    Created: message.receivedAt.toISOString(),
    MIME: null,
    Raw: { From: message.from, To: message.to, Data: message.raw, Helo: '' },
  }
}

function mailboxOf(address: string) {
  const [Mailbox = '', Domain = ''] = address.split('@')
  return { Relays: null, Mailbox, Domain, Params: '' }
}

function renderList(messages: readonly MailMessage[]): string {
  const rows = messages.map(
    ({ from, to, headers, receivedAt }) =>
      `<tr><td>${receivedAt.toISOString()}<td>${escapeHtml(from)}<td>${escapeHtml(to.join(', '))}<td>${escapeHtml(headers.Subject?.[0] ?? '')}`,
  )
  return `<!DOCTYPE html><html lang="en"><title>Mails</title><h1>Mails</h1><table><tr><th>At<th>From<th>To<th>Subject${rows.join('')}</table></html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
