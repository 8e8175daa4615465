import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EncryptionState } from '@/lib/core/observed/fact'
import { makeEncryptionFact, makeServedCertificate, makeTlsFact } from '@/lib/testing/facts'
import { makeInventory, makeLink, makeNode } from '@/lib/testing/inventory-factory'
import { certificateLife } from './certificate-life'
import { checkPolicy, fitsProtocol, isWeakCipher } from './policy-check'
import { tlsView } from './tls-view'

const nowMs = Date.UTC(2030, 0, 31)
const setting = (requirement: Parameters<typeof checkPolicy>[0]['requirement']) => ({
  slug: 'one',
  certificate: 'domain',
  stated: 'as stated',
  requirement,
  specifiedIn: ['Test'],
})

describe('a declared setting beside an endpoint', () => {
  it('differs when a protocol is taken that is not allowed', () => {
    const allowed = setting({ type: 'protocols', allowed: ['TLS 1.2', 'TLS 1.3'] })
    expect(checkPolicy(allowed, makeTlsFact()).verdict).toBe('as-declared')
    const old = makeTlsFact({ protocols: { ...makeTlsFact().protocols, TLSv1: 'offered' } })
    expect(checkPolicy(allowed, old)).toMatchObject({
      verdict: 'differs',
      observed: 'TLS 1.0, TLS 1.2, TLS 1.3',
    })
  })

  it('calls stapling impossible where the leaf names no responder, and missing where it names one', () => {
    const stapling = setting({ type: 'ocsp-stapling' })
    expect(checkPolicy(stapling, makeTlsFact()).verdict).toBe('not-possible')
    const withResponder = makeServedCertificate({ ocspUrls: ['http://ocsp.example'] })
    expect(checkPolicy(stapling, makeTlsFact({ chain: [withResponder] })).verdict).toBe('differs')
  })

  it('judges nothing by an endpoint that does not answer', () => {
    const silent = makeTlsFact({ failure: 'refused the connection', hsts: null })
    expect(checkPolicy(setting({ type: 'hsts' }), silent).verdict).toBe('not-observed')
    expect(checkPolicy(setting({ type: 'hsts' }), makeTlsFact({ hsts: null })).verdict).toBe('differs')
  })

  it('knows strong ciphers from weak ones', () => {
    for (const name of ['TLS_AES_256_GCM_SHA384', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256']) {
      expect(isWeakCipher(name)).toBe(false)
    }
    for (const name of [
      'TLS_RSA_WITH_AES_128_GCM_SHA256',
      'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
      'TLS_ECDHE_RSA_WITH_RC4_128_SHA',
    ]) {
      expect(isWeakCipher(name)).toBe(true)
    }
  })
})

describe('a leg of the way', () => {
  const inventory = makeInventory({
    nodes: [makeNode('edge'), makeNode('origin')],
    links: [makeLink('edge', 'origin')],
    tls: {
      certificates: [],
      settings: [],
      hops: [
        {
          slug: 'edge-to-origin',
          stage: 2,
          title: 'Edge → Origin',
          links: ['edge-to-origin'],
          protocol: 'TLS 1.2+',
          isEncrypted: true,
          specifiedIn: ['Test'],
        },
      ],
    },
  })
  const observed = (part: Parameters<typeof makeTlsFact>[0], validUntilMs = nowMs + 1) => ({
    key: 'one',
    body: makeTlsFact({ node: 'origin', ...part }),
    source: 'probe' as const,
    vantage: 'worker' as const,
    setBy: 'origin/tls',
    observedAtMs: nowMs,
    sinceMs: nowMs,
    validUntilMs,
  })

  const viewOf = (endpoints: Parameters<typeof tlsView>[1]['endpoints']) =>
    tlsView(inventory, { endpoints, encryption: [] }, nowMs)

  it('is as declared when its far end is trusted and speaks what is stated', () => {
    expect(viewOf([observed({})]).hops[0]?.verdict).toBe('as-declared')
  })

  it('differs when the chain is not trusted', () => {
    const untrusted = observed({
      trust: { isTrusted: false, anchors: 'public', reason: 'its certificate has expired' },
    })
    expect(viewOf([untrusted]).hops[0]?.verdict).toBe('differs')
  })

  it('is not as declared by an end of which nobody knows what it accepts', () => {
    const unknown = {
      TLSv1: 'unknown',
      'TLSv1.1': 'unknown',
      'TLSv1.2': 'unknown',
      'TLSv1.3': 'unknown',
    } as const
    const [leg] = viewOf([observed({ protocols: unknown })]).hops
    expect(leg).toMatchObject({ verdict: 'not-observed', observed: { state: 'encrypted', isTrusted: true } })
    expect(leg?.observed?.evidence[0]?.text).toMatch(
      /^a handshake was answered, by which protocol is not known/,
    )
    const old = observed({ protocols: { ...unknown, TLSv1: 'offered' } })
    expect(viewOf([old, observed({ protocols: unknown })]).hops[0]?.verdict).toBe('differs')
  })

  it('is not observed by an old fact, nor by none, and says which', () => {
    expect(viewOf([observed({}, nowMs - 1)]).hops[0]).toMatchObject({
      verdict: 'not-observed',
      observed: null,
      unseen: [{ node: 'origin', why: 'stale', setBy: 'origin/tls', observedAtMs: nowMs }],
    })
    expect(viewOf([]).hops[0]).toMatchObject({
      verdict: 'not-observed',
      unseen: [{ node: 'origin', why: 'nobody-looks' }],
    })
  })

  it('tells of an end that is looked at and gives no answer, and since when', () => {
    const [leg] = viewOf([observed({ failure: 'refused the connection', chain: [], trust: null })]).hops
    expect(leg).toMatchObject({
      verdict: 'not-observed',
      observed: null,
      unseen: [{ node: 'origin', why: 'fails', reason: 'refused the connection', sinceMs: nowMs }],
    })
    const [old] = viewOf([observed({ failure: 'refused the connection' }, nowMs - 1)]).hops
    expect(old?.unseen).toMatchObject([{ why: 'stale' }])
  })

  it('reads `TLS 1.2+` and `TLS 1.3` as they are meant', () => {
    expect(fitsProtocol('TLS 1.2+', ['TLS 1.2', 'TLS 1.3'])).toBe(true)
    expect(fitsProtocol('TLS 1.2+', ['TLS 1.1', 'TLS 1.2'])).toBe(false)
    expect(fitsProtocol('TLS 1.3', ['TLS 1.2', 'TLS 1.3'])).toBe(false)
    expect(fitsProtocol(undefined, [])).toBe(true)
  })
})

describe('a leg inside, of which no certificate tells', () => {
  const nodes = [
    makeNode('app'),
    makeNode('cluster', { kind: 'cluster', rollsUp: 'members' }),
    makeNode('one', { group: 'members' }),
    makeNode('two', { group: 'members' }),
  ]
  const hop = {
    slug: 'inside',
    stage: 3,
    title: 'App → Cluster',
    links: ['app-to-cluster'],
    specifiedIn: ['T'],
  }
  const spoken = (node: string, state: EncryptionState, validUntilMs = nowMs + 1) => ({
    key: node,
    body: makeEncryptionFact({ node, state, evidence: ['PING was answered'] }),
    source: 'probe' as const,
    vantage: 'worker' as const,
    setBy: `${node}/redis`,
    observedAtMs: nowMs,
    sinceMs: nowMs - 5,
    validUntilMs,
  })
  const legOf = (isEncrypted: boolean, encryption: readonly ReturnType<typeof spoken>[]) => {
    const tls = { certificates: [], settings: [], hops: [{ ...hop, isEncrypted }] }
    const groups = [
      {
        slug: 'members',
        name: 'Members',
        policy: { type: 'at-least', required: 1 } as const,
        specifiedIn: ['T'],
      },
    ]
    const inventory = makeInventory({ nodes, groups, links: [makeLink('app', 'cluster')], tls })
    const [leg] = tlsView(inventory, { endpoints: [], encryption }, nowMs).hops
    if (leg === undefined) throw new Error('no leg')
    return leg
  }

  it('is as declared when every member that answers speaks in clear, as was said', () => {
    const leg = legOf(false, [spoken('one', 'clear'), spoken('two', 'clear')])
    expect(leg.verdict).toBe('as-declared')
    expect(leg.unseen).toEqual([])
    expect(leg.observed).toMatchObject({
      state: 'clear',
      isTrusted: null,
      evidence: [{ nodes: ['one', 'two'], setBy: ['one/redis', 'two/redis'], sinceMs: nowMs - 5 }],
    })
  })

  it('differs when clear text is seen where encryption was declared, at one end alone too', () => {
    expect(legOf(true, [spoken('one', 'clear')]).verdict).toBe('differs')
    expect(legOf(true, [spoken('one', 'clear'), spoken('two', 'encrypted')]).observed?.state).toBe('mixed')
    expect(legOf(true, [spoken('one', 'encrypted')])).toMatchObject({
      verdict: 'as-declared',
      unseen: [{ node: 'two', why: 'nobody-looks' }],
    })
  })

  it('names the member that could not be asked, beside what the others showed', () => {
    const dead = spoken('two', 'unknown')
    const failing = { ...dead, body: { ...dead.body, failure: 'refused the connection' } }
    expect(legOf(false, [spoken('one', 'clear'), failing])).toMatchObject({
      verdict: 'as-declared',
      observed: { state: 'clear', evidence: [{ nodes: ['one'] }] },
      unseen: [{ node: 'two', why: 'fails', reason: 'refused the connection', setBy: 'two/redis' }],
    })
    expect(legOf(false, [failing]).observed).toBeNull()
  })

  it('is not observed when nobody could tell, and says why', () => {
    const leg = legOf(true, [spoken('one', 'unknown')])
    expect(leg).toMatchObject({ verdict: 'not-observed', observed: { state: 'unknown' } })
    expect(leg.observed?.evidence).toHaveLength(1)
    expect(legOf(false, [spoken('one', 'clear', nowMs - 1)]).observed).toBeNull()
  })
})

it('the share of a lifetime that is left only falls, and is between nothing and all', () => {
  const certificate = makeServedCertificate()
  const moment = fc.integer({ min: Date.UTC(2029, 0, 1), max: Date.UTC(2031, 0, 1) })
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      const [early, late] = one < other ? [one, other] : [other, one]
      const before = certificateLife(certificate, early)
      const after = certificateLife(certificate, late)
      expect(after.shareLeft).toBeLessThanOrEqual(before.shareLeft)
      expect(after.shareLeft).toBeGreaterThanOrEqual(0)
      expect(before.shareLeft).toBeLessThanOrEqual(1)
      if (after.state === 'expired') expect(after.shareLeft).toBe(0)
    }),
  )
})
