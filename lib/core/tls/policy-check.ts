import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf } from '@/lib/core/observed/fact'

type Endpoint = FactOf<'tls-endpoint'>
type Setting = Inventory['tls']['settings'][number]

export const policyVerdicts = ['differs', 'not-observed', 'not-possible', 'as-declared'] as const
export type PolicyVerdict = (typeof policyVerdicts)[number]

export interface PolicyCheck {
  readonly setting: string
  readonly stated: string
  readonly verdict: PolicyVerdict
  readonly observed: string
}

/** Holds one declared setting against what an endpoint really does. */
export function checkPolicy(setting: Setting, endpoint: Endpoint): PolicyCheck {
  const said = { setting: setting.slug, stated: setting.stated }
  if (endpoint.failure !== null) return { ...said, verdict: 'not-observed', observed: endpoint.failure }
  return { ...said, ...judge(setting.requirement, endpoint) }
}

type Judged = Pick<PolicyCheck, 'verdict' | 'observed'>

function judge(requirement: Setting['requirement'], endpoint: Endpoint): Judged {
  switch (requirement.type) {
    case 'protocols':
      return judgeProtocols(requirement.allowed, endpoint)
    case 'ciphers':
      return judgeCiphers(endpoint)
    case 'hsts':
      return judgeHsts(endpoint)
    case 'ocsp-stapling':
      return judgeStapling(endpoint)
  }
}

function judgeProtocols(allowed: readonly string[], { protocols }: Endpoint): Judged {
  const offered = Object.entries(protocols)
    .filter(([, state]) => state === 'offered')
    .map(([name]) => protocolWord(name))
  const isUnknown = Object.values(protocols).some((state) => state === 'unknown')
  const observed = offered.join(', ') || 'none'
  if (offered.some((name) => !allowed.includes(name))) return { verdict: 'differs', observed }
  return { verdict: isUnknown ? 'not-observed' : 'as-declared', observed }
}

/** `TLSv1.2` of the handshake is `TLS 1.2` of people. */
export function protocolWord(name: string): string {
  return name === 'TLSv1' ? 'TLS 1.0' : name.replace('TLSv', 'TLS ')
}

function judgeCiphers({ ciphers }: Endpoint): Judged {
  if (ciphers.length === 0) return { verdict: 'not-observed', observed: 'no cipher was observed' }
  const weak = ciphers.filter(({ name }) => isWeakCipher(name))
  if (weak.length === 0) return { verdict: 'as-declared', observed: `${ciphers.length} ciphers, all strong` }
  const names = [...new Set(weak.map(({ name }) => name))]
  return {
    verdict: 'differs',
    observed: `${names.length} weak: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`,
  }
}

/** Weak: broken primitives, no authenticated encryption, or no forward secrecy. By IANA's names. */
export function isWeakCipher(name: string): boolean {
  if (/NULL|EXPORT|anon|RC4|DES|MD5|CBC|_SHA$|SEED|IDEA|CAMELLIA|ARIA/i.test(name)) return true
  const isTls13 = !name.includes('_WITH_')
  return !isTls13 && !/^TLS_(ECDHE|DHE)_/.test(name)
}

function judgeHsts({ hsts, hstsFailure }: Endpoint): Judged {
  if (hstsFailure !== null) return { verdict: 'not-observed', observed: hstsFailure }
  if (hsts === null) return { verdict: 'differs', observed: 'not sent' }
  const words = [
    `max-age ${hsts.maxAgeSeconds} s`,
    hsts.includesSubDomains ? 'with subdomains' : 'without subdomains',
    ...(hsts.preload ? ['preload'] : []),
  ]
  return { verdict: hsts.maxAgeSeconds > 0 ? 'as-declared' : 'differs', observed: words.join(', ') }
}

/** Without an address of an OCSP responder in the leaf there is no answer that could be stapled. */
function judgeStapling({ chain, isStapled }: Endpoint): Judged {
  const [leaf] = chain
  if (leaf === undefined || isStapled === null) return { verdict: 'not-observed', observed: 'not asked' }
  if (isStapled) return { verdict: 'as-declared', observed: 'an answer is stapled' }
  if (leaf.ocspUrls.length === 0) {
    return { verdict: 'not-possible', observed: 'the certificate names no OCSP responder' }
  }
  return { verdict: 'differs', observed: 'nothing is stapled' }
}

/** `TLS 1.3` is that one alone, `TLS 1.2+` that one and later; what is not stated fits. */
export function fitsProtocol(stated: string | undefined, offered: readonly string[]): boolean {
  if (stated === undefined) return true
  const least = stated.replace(/\+$/, '').trim()
  return stated.endsWith('+')
    ? offered.length > 0 && offered.every((each) => each >= least)
    : offered.length > 0 && offered.every((each) => each === least)
}
