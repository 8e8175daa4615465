import { createServer, type Server } from 'node:https'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type HttpsIdentity, makeTestAuthority } from '@/lib/testing/https-identity'
import { createProbeRunner } from './probe-runner'

const DOMAIN = 'example.org'
const policy = 'version: STSv1\r\nmode: enforce\r\nmx: mx1.example.net\r\nmax_age: 86400\r\n'

let ca: string
let named: HttpsIdentity
let misnamed: HttpsIdentity
let server: Server | undefined

beforeAll(async () => {
  const authority = await makeTestAuthority()
  ca = authority.ca
  named = await authority.issue(`mta-sts.${DOMAIN}`)
  misnamed = await authority.issue(DOMAIN)
})
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((done) => (server ? server.close(done) : done(undefined)))
})

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What the probe says of a server that answers so. */
async function judge(answer: Answer, identity = named) {
  const paths: string[] = []
  server = createServer(identity, (request, response) => {
    paths.push(`${request.headers.host}${request.url}`)
    response.writeHead(answer.status ?? 200, { 'content-type': 'text/plain', ...answer.headers })
    response.end(answer.body ?? policy)
  })
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const runner = createProbeRunner({
    secrets: { read: async () => ca },
    clock: { nowMs: () => Date.now() },
    onSuspect: () => undefined,
  })
  const settings = { domain: DOMAIN, host: '127.0.0.1', port: address.port, caFile: 'file:ca.pem' }
  const { judgement } = await runner.run({ slug: 'dns/mta-sts', kind: 'mta-sts', settings, timeoutMs: 4_000 })
  runner.close()
  return { ...judgement, paths, fact: judgement.facts?.[0] }
}

describe('the mta-sts probe', () => {
  it('fetches the policy as a sender does', async () => {
    const { status, reason, paths, fact } = await judge({})
    expect({ status, reason, paths }).toEqual({
      status: 'healthy',
      reason: 'enforce, 1 mail servers',
      paths: ['mta-sts.example.org/.well-known/mta-sts.txt'],
    })
    expect(fact).toMatchObject({ domain: DOMAIN, failure: null, mode: 'enforce', mx: ['mx1.example.net'] })
  })

  it('follows no redirect', async () => {
    const { status, paths, fact } = await judge({ status: 301, headers: { location: '/elsewhere' } })
    expect({ status, requests: paths.length }).toEqual({ status: 'down', requests: 1 })
    expect(fact).toMatchObject({ failure: 'redirects, which no sender follows', mx: [] })
  })

  it('takes no certificate of another name', async () => {
    const { status, paths, fact } = await judge({}, misnamed)
    expect({ status, paths }).toEqual({ status: 'down', paths: [] })
    expect(fact).toMatchObject({ failure: 'its certificate is for another name', mode: null })
  })

  it.each([
    ['a page of HTML', { headers: { 'content-type': 'text/html' } }, /text\/html/],
    ['more than senders read', { body: policy + 'x'.repeat(70_000) }, /more than/],
    ['nothing', { status: 404 }, /answers 404/],
  ])('takes no policy from %s', async (_what, answer, failure) => {
    expect((await judge(answer)).fact).toMatchObject({ failure: expect.stringMatching(failure) })
  })

  it('tells what senders would not take of a policy', async () => {
    const { status, fact } = await judge({ body: 'version: STSv1\nmode: enforce\nmax_age: 1\n' })
    expect(status).toBe('degraded')
    expect(fact).toMatchObject({ failure: null, problems: ['it names no mail server'] })
  })
})
