import { tlsProtocols } from '@/lib/core/observed/fact'
import type { ProbeContext } from '@/lib/core/probes/probe-definition'
import { DEADLINE } from '../failure'
import { type Endpoint, offer } from './offer'

export const protocolNames = tlsProtocols
export type ProtocolName = (typeof protocolNames)[number]
export type ProtocolStates = Readonly<Record<ProtocolName, 'offered' | 'refused' | 'unknown'>>

const EVERY_CIPHER = 'ALL:COMPLEMENTOFALL:eNULL'
/** Node takes a list without TLS 1.3 suites for the wish to do without TLS 1.3. */
const TLS13_CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_128_CCM_SHA256',
]
export const ANY_CIPHER = tls13Offer(TLS13_CIPHERS)
/** More than any server has: a peer that takes everything for ever ends here. */
const MOST_CIPHERS = 60

/** Each protocol in a handshake of its own, which offers nothing else. */
export async function acceptedProtocols(endpoint: Endpoint, context: ProbeContext): Promise<ProtocolStates> {
  const states = await Promise.all(
    protocolNames.map(async (version) => {
      const ciphers = version === 'TLSv1.3' ? tls13Offer(TLS13_CIPHERS) : EVERY_CIPHER
      const offered = { minVersion: version, maxVersion: version, ciphers }
      const answer = await offer(endpoint, offered, context, () => undefined)
      return [version, stateOf(answer)] as const
    }),
  )
  return Object.fromEntries(states) as Record<ProtocolName, ProtocolStates[ProtocolName]>
}

function stateOf(answer: Awaited<ReturnType<typeof offer>>): ProtocolStates[ProtocolName] {
  if (answer.outcome === 'taken') return 'offered'
  return answer.stage === 'tls' && answer.code !== DEADLINE ? 'refused' : 'unknown'
}

/** The list of older ciphers must not be empty, though TLS 1.3 uses none of them. */
function tls13Offer(suites: readonly string[]): string {
  return [...suites, 'DEFAULT'].join(':')
}

export interface AcceptedCipher {
  readonly protocol: ProtocolName
  readonly name: string
}

/**
 * The ciphers that the server takes under a protocol, in its own order of preference: what it chooses is left
 * out of the next offer, until it refuses.
 */
export async function acceptedCiphers(
  endpoint: Endpoint,
  protocol: ProtocolName,
  context: ProbeContext,
): Promise<readonly AcceptedCipher[]> {
  const found: { readonly name: string; readonly standardName: string }[] = []
  while (found.length < MOST_CIPHERS) {
    const ciphers = remaining(
      protocol,
      found.map(({ name }) => name),
    )
    if (ciphers === '') break
    const offered = { minVersion: protocol, maxVersion: protocol, ciphers }
    const answer = await offer(endpoint, offered, context, (socket) => socket.getCipher())
    if (answer.outcome === 'failed' || found.some(({ name }) => name === answer.value.name)) break
    found.push(answer.value)
  }
  return found.map(({ standardName }) => ({ protocol, name: standardName }))
}

function remaining(protocol: ProtocolName, taken: readonly string[]): string {
  if (protocol === 'TLSv1.3') {
    const suites = TLS13_CIPHERS.filter((name) => !taken.includes(name))
    return suites.length === 0 ? '' : tls13Offer(suites)
  }
  return [EVERY_CIPHER, ...taken.map((name) => `!${name}`)].join(':')
}
