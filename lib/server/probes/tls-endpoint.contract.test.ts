import { describe, expect, it } from 'vitest'
import type { FactOf } from '@/lib/core/observed/fact'
import { breakLab, healLab, labPort } from '@/lib/testing/lab'
import { probeLab } from '@/lib/testing/probe-contract'

const settings = {
  host: '127.10.1.10',
  port: labPort(443),
  as: 443,
  serverName: 'askproai.de',
  caFile: 'file:lab/tls/ca.pem',
}

describe('the tls-endpoint probe of nginx-1', () => {
  const lab = probeLab()
  const look = async () => {
    const { judgement } = await lab.run('tls-endpoint', settings)
    const [fact] = judgement.facts ?? []
    if (fact?.kind !== 'tls-endpoint') throw new Error(`no fact: ${judgement.reason}`)
    return fact as FactOf<'tls-endpoint'>
  }

  it('tells the chain as served, the protocols and ciphers really taken, HSTS and the key exchange', async () => {
    const fact = await look()
    expect(fact).toMatchObject({
      port: 443,
      failure: null,
      trust: { isTrusted: true },
      protocols: { TLSv1: 'refused', 'TLSv1.1': 'refused', 'TLSv1.2': 'offered', 'TLSv1.3': 'offered' },
      isStapled: false,
    })
    expect(fact.chain).toHaveLength(2)
    expect(fact.chain[0]?.names).toContain('askproai.de')
    expect(fact.chain[1]?.isCa).toBe(true)
    expect(fact.ciphers.some(({ protocol }) => protocol === 'TLSv1.3')).toBe(true)
    expect(fact.ciphers.some(({ protocol }) => protocol === 'TLSv1.2')).toBe(true)
    expect(fact.hsts?.maxAgeSeconds).toBeGreaterThan(0)
    expect(fact.group).not.toBeNull()
  })

  it.each([
    ['certificate-expired', /expired/, 2],
    ['certificate-wrong-issuer', /not trusted|self-signed/, 1],
    ['certificate-no-intermediate', /not complete/, 1],
    ['certificate-wrong-name', /not for askproai\.de/, 2],
  ])('shows %s at the next look and is content when it is healed', async (fault, reason, length) => {
    await breakLab(fault)
    const broken = await look()
    expect(broken.trust?.isTrusted).toBe(false)
    expect(broken.trust?.reason).toMatch(reason)
    expect(broken.chain.length).toBeGreaterThanOrEqual(length)
    await healLab()
    expect((await look()).trust?.isTrusted).toBe(true)
  })

  it('shows TLS 1.0 and its weak ciphers while they are accepted, and no longer when healed', async () => {
    await breakLab('tls-old')
    const broken = await look()
    expect(broken.protocols).toMatchObject({ TLSv1: 'offered', 'TLSv1.1': 'offered' })
    expect(broken.ciphers.some(({ protocol }) => protocol === 'TLSv1')).toBe(true)
    await healLab()
    expect((await look()).protocols).toMatchObject({ TLSv1: 'refused', 'TLSv1.1': 'refused' })
  })

  it('shows that HSTS is gone, and that it is back', async () => {
    await breakLab('hsts-dropped')
    expect((await look()).hsts).toBeNull()
    await healLab()
    expect((await look()).hsts).toMatchObject({ includesSubDomains: true })
  })

  it('says why it knows nothing of an endpoint that refuses', async () => {
    await breakLab('refuse', 'nginx-1')
    expect(await look()).toMatchObject({ failure: 'refused the connection', chain: [], trust: null })
  })
})
