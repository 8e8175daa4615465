import { createHmac } from 'node:crypto'
import { createServer } from 'node:https'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { type StandInConfig, startStandIn } from '@/lab/stand-ins/stand-in'
import { signWebhook } from '@/lab/stand-ins/webhook-sender'
import { issueLeaf, issueRoot, newKeyPem } from '@/lab/tls/authority'
import { validityOf } from '@/lab/tls/validity'

const BASE = { node: 'stripe', address: '127.0.0.1' }

async function start(config: Partial<StandInConfig>) {
  const { http = 0, smtp = 0 } = await startStandIn({ ...BASE, ...config })
  return { url: `http://127.0.0.1:${http}`, smtp }
}

test('an external service tells its health, and its status page as Statuspage does', async () => {
  const { url } = await start({ httpPort: 0, answers: ['external-service'] })
  expect(await getJson(`${url}/health`)).toMatchObject({ status: 'ok' })
  const summary = await getJson(`${url}/api/v2/summary.json`)
  expect(summary).toMatchObject({ status: { indicator: 'none' }, incidents: [] })
  expect((await fetch(`${url}/nothing`)).status).toBe(404)
})

test('the webhook sink tells the last delivery, and refuses what is not JSON', async () => {
  const { url } = await start({ httpPort: 0, answers: ['webhook-sink'] })
  expect(await getJson(`${url}/status`)).toMatchObject({ count: 0, lastDelivery: null })
  const post = (body: string) => fetch(`${url}/services/T/B/x`, { method: 'POST', body })
  expect((await post('{"attachments":[{"title":"[FIRING:1] Watchdog"}]}')).status).toBe(200)
  expect((await post('not json')).status).toBe(400)
  const status = await getJson(`${url}/status`)
  expect(status).toMatchObject({
    count: 1,
    lastDelivery: { result: 'delivered', summary: '[FIRING:1] Watchdog' },
  })
})

test('a mail sent by SMTP is in the mailbox', async () => {
  const { url, smtp } = await start({ httpPort: 0, smtpPort: 0, answers: ['mail-api', 'mail-status'] })
  const mail = ['MAIL FROM:<a@lab>', 'RCPT TO:<b@lab>', 'DATA', 'Subject: Hello\r\n\r\nBody\r\n.', 'QUIT']
  const replies = await talk(smtp, ['EHLO test', ...mail])
  expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['220', '250', '250', '250', '354', '250', '221'])
  const box = await getJson(`${url}/api/v2/messages`)
  expect(box).toMatchObject({ total: 1, items: [{ To: [{ Mailbox: 'b', Domain: 'lab' }] }] })
  expect(await getJson(`${url}/status`)).toMatchObject({ lastDelivery: { summary: 'Hello' } })
  expect(await (await fetch(url)).text()).toContain('Hello')
})

test('STARTTLS is offered by a sink with a certificate, and by no other', async () => {
  const { certificatePem: cert, keyPem: key } = await issueRoot('test', validityOf(new Date(), 1))
  const withTls = await start({ smtpPort: 0, tls: { key, cert } })
  const without = await start({ smtpPort: 0 })
  expect((await talk(withTls.smtp, ['EHLO test'])).join()).toContain('STARTTLS')
  expect((await talk(without.smtp, ['EHLO test'])).join()).not.toContain('STARTTLS')
  expect((await talk(withTls.smtp, ['STARTTLS']))[1]).toMatch(/^220/)
})

test('a webhook carries the HMAC of its body, unless a wrong one is ordered', async () => {
  const root = await issueRoot('test', validityOf(new Date(), 1))
  const keyPem = await newKeyPem()
  const names = { node: 'estate', dns: ['estate.test'], ip: [] }
  const cert = await issueLeaf(root, { names, keyPem, validity: validityOf(new Date(), 1) })
  const estate = createServer({ cert, key: keyPem }, async (incoming, outgoing) => {
    const body = (await incoming.toArray()).join('')
    outgoing.writeHead(incoming.headers.signature === signWebhook('key', body) ? 202 : 401).end('answered')
  })
  await new Promise<void>((resolve) => estate.listen(0, '127.0.0.1', resolve))
  const address = estate.address()
  const port = address && typeof address !== 'string' ? address.port : 0
  const target = { address: '127.0.0.1', port, host: 'estate.test', path: '/api/webhook', secret: 'key' }
  const { url } = await start({ httpPort: 0, webhook: { ...target, ca: root.certificatePem } })
  const send = async (order: string) =>
    (await fetch(`${url}/send-webhook`, { method: 'POST', body: order })).json()
  expect(await send('')).toEqual({ status: 202, body: 'answered' })
  expect(await send('{"withWrongSignature":true}')).toEqual({ status: 401, body: 'answered' })
  estate.close()
})

test('the signature is the HMAC-SHA256 of the body', () => {
  expect(signWebhook('key', '{}')).toBe(createHmac('sha256', 'key').update('{}').digest('hex'))
})

async function getJson(url: string): Promise<unknown> {
  return (await fetch(url)).json()
}

/** Sends one line after each complete reply; gives the greeting and every reply, lines joined. */
async function talk(port: number, lines: readonly string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1')
  const waiting = [...lines]
  const replies: string[] = []
  let reply: string[] = []
  for await (const line of createInterface({ input: socket })) {
    reply.push(line)
    if (line[3] === '-') continue
    replies.push(reply.join('\n'))
    reply = []
    const next = waiting.shift()
    if (next === undefined) break
    socket.write(`${next}\r\n`)
  }
  socket.destroy()
  return replies
}
