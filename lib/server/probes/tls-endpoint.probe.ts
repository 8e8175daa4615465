import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { rootCertificates, type TLSSocket } from 'node:tls'
import { z } from 'zod'
import type { FactOf, ServedCertificate } from '@/lib/core/observed/fact'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { defineProbe, type Judgement, type ProbeContext } from '@/lib/core/probes/probe-definition'
import { errorCode, failed, failureReason, isOwnFault, type ProbeFailure, steadyReason } from './failure'
import { judgement, unknownBecause } from './judgement'
import { hostSchema, portSchema, trustFields } from './settings'
import {
  type AcceptedCipher,
  ANY_CIPHER,
  acceptedCiphers,
  acceptedProtocols,
  type ProtocolStates,
  protocolNames,
} from './tls-endpoint/accepted'
import { describeCertificate } from './tls-endpoint/describe-certificate'
import { type Hsts, readHsts } from './tls-endpoint/hsts'
import { type Endpoint, offer } from './tls-endpoint/offer'
import { unknownEndpoint } from './tls-endpoint/unknown-endpoint'
import { anchorFingerprints, chainAsServed } from './wire/served-chain'
import { loadTrust } from './wire/trust'

const settings = z.strictObject({
  host: hostSchema,
  port: portSchema.default(443),
  as: portSchema.optional().meta({ description: 'The declared port, where the real one had to move.' }),
  ...trustFields,
  path: z.string().startsWith('/').default('/').meta({ description: 'Asked for its security headers.' }),
})
type EndpointSettings = z.infer<typeof settings>

interface Shaken {
  readonly chain: readonly ServedCertificate[]
  readonly trust: NonNullable<FactOf<'tls-endpoint'>['trust']>
  readonly group: string | null
  readonly isStapled: boolean | null
}

type Measurement =
  | ProbeFailure
  | (Shaken & {
      readonly outcome: 'measured'
      readonly protocols: ProtocolStates
      readonly ciphers: readonly AcceptedCipher[]
      readonly hsts: Hsts
      readonly hstsFailure: string | null
      readonly checkedName: string
    })

export const tlsEndpointProbe = defineProbe<EndpointSettings, Measurement>({
  kind: 'tls-endpoint',
  title: 'What a TLS endpoint serves and accepts',
  settings,
  async measure(asked, context) {
    const trust = await loadTrust(asked, context)
    const endpoint = { host: asked.host, port: asked.port, trust }
    const shaken = await shakeTolerantly(endpoint, context)
    if (shaken.outcome === 'failed') return shaken
    const [protocols, read] = await Promise.all([
      acceptedProtocols(endpoint, context),
      readHsts(endpoint, asked.path, context),
    ])
    const offered = protocolNames.filter((name) => protocols[name] === 'offered')
    const ciphers = await Promise.all(offered.map((name) => acceptedCiphers(endpoint, name, context)))
    const { checkedName } = trust
    return { outcome: 'measured', ...shaken.value, protocols, ...read, ciphers: ciphers.flat(), checkedName }
  },
  judge(measurement, asked) {
    const address = { label: 'Address', value: `${asked.host}:${asked.port}` }
    if (measurement.outcome === 'failed') return judgeSilence(measurement, asked, address)
    const { protocols, ciphers, chain, trust, hsts, hstsFailure } = measurement
    const offered = protocolNames.filter((name) => protocols[name] === 'offered')
    const evidence = [
      address,
      { label: 'Protocols', value: offered.join(', ') || 'none' },
      { label: 'Ciphers', value: `${ciphers.length} accepted` },
      { label: 'Chain', value: chain.map(({ subject }) => subject).join(' ← ') },
      { label: 'Trust', value: trust.reason },
      {
        label: 'HSTS',
        value: hstsFailure ?? (hsts === null ? 'not sent' : `max-age ${hsts.maxAgeSeconds} s`),
      },
    ]
    const { outcome: _, checkedName, ...served } = measurement
    const lists = { chain: [...chain], ciphers: [...ciphers] }
    const facts: readonly FactDraft[] = [
      { ...emptyFact(asked, checkedName), ...served, ...lists, failure: null },
    ]
    const figures = { acceptedCiphers: ciphers.length, acceptedProtocols: offered.length }
    return judgement('healthy', `accepts ${offered.join(', ')}`, { evidence, figures, facts })
  },
})

function judgeSilence(
  failure: ProbeFailure,
  asked: EndpointSettings,
  address: Judgement['evidence'][number],
): Judgement {
  const reason = failureReason(failure)
  if (isOwnFault(failure)) return unknownBecause(reason, [address])
  const fact = { ...emptyFact(asked, asked.serverName ?? asked.host), failure: steadyReason(failure) }
  return judgement('down', reason, { evidence: [address], facts: [fact] })
}

function emptyFact({ host, port, as }: EndpointSettings, serverName: string) {
  return unknownEndpoint({ host, port: as ?? port }, serverName)
}

/** Offers all there is, so that what is wrong can be told. */
function shakeTolerantly(endpoint: Endpoint, context: ProbeContext) {
  const offered = {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.3',
    ciphers: ANY_CIPHER,
    requestOCSP: true,
  } as const
  return offer(endpoint, offered, context, (socket, stapled) => readShaken(socket, endpoint, stapled))
}

function readShaken(socket: TLSSocket, { trust }: Endpoint, isStapled: boolean | null): Shaken {
  const leaf = socket.getPeerX509Certificate()
  const anchors = anchorFingerprints(trust.caPem ?? rootCertificates.join('\n'))
  const key = socket.getEphemeralKeyInfo()
  return {
    chain: leaf === undefined ? [] : chainAsServed(leaf, anchors).map(describeCertificate),
    trust: {
      ...trustOf(socket, leaf, trust.checkedName),
      anchors: trust.caPem === undefined ? 'public' : 'own',
    },
    group: key !== null && 'name' in key ? (key.name ?? null) : null,
    isStapled,
  }
}

/** Node says an Error in its types and a code in fact. */
function trustOf(
  socket: TLSSocket,
  leaf: X509Certificate | undefined,
  name: string,
): Omit<Shaken['trust'], 'anchors'> {
  if (leaf === undefined) return { isTrusted: false, reason: 'shows no certificate' }
  if (!socket.authorized) {
    const error: unknown = socket.authorizationError
    const code = error instanceof Error ? errorCode(error) : String(error)
    return { isTrusted: false, reason: failureReason(failed('tls', code, 0)) }
  }
  const isNamed = isIP(name) === 0 ? leaf.checkHost(name, { subject: 'never' }) : leaf.checkIP(name)
  if (isNamed === undefined) {
    return { isTrusted: false, reason: `its certificate is not for ${name}` }
  }
  return { isTrusted: true, reason: 'its certificate leads to a trusted root and bears the name' }
}
