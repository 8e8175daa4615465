import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement } from '@/lib/core/probes/probe-definition'
import { failed, failureReason, judgeFailure, type ProbeFailure, tenths } from './failure'
import { judgement } from './judgement'
import { hostSchema, portSchema, trustFields } from './settings'
import type { ServedCertificate } from './wire/served-chain'
import { type Handshake, shakeHands } from './wire/tls-handshake'
import { loadTrust } from './wire/trust'

const DAY_MS = 86_400_000
/** In this order a later protocol is the better one. */
const protocols = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

const settings = z.strictObject({
  host: hostSchema,
  port: portSchema,
  ...trustFields,
  names: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'Further names that the certificate must bear.' }),
  minProtocol: z.enum(protocols).default('TLSv1.2').meta({ description: 'An older protocol is degraded.' }),
  renewAtShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .meta({ description: 'Degraded when less than this share of the lifetime is left.' }),
})
type TlsSettings = z.infer<typeof settings>
type TlsMeasurement = Handshake | ProbeFailure

export const tlsProbe = defineProbe<TlsSettings, TlsMeasurement>({
  kind: 'tls',
  title: 'TLS certificate and protocol',
  settings,
  async measure(asked, context) {
    const trust = await loadTrust(asked, context)
    return shakeHands({ host: asked.host, port: asked.port, trust, names: asked.names }, context)
  },
  judge(measurement, asked, nowMs) {
    const address = { label: 'Address', value: `${asked.host}:${asked.port}` }
    if (measurement.outcome === 'failed') return judgeFailure(measurement, [address])
    return judgeHandshake(measurement, asked, { nowMs, address })
  },
})

interface JudgeOptions {
  readonly nowMs: number
  readonly address: EvidenceLine
}

function judgeHandshake(shaken: Handshake, asked: TlsSettings, { nowMs, address }: JudgeOptions): Judgement {
  const [leaf] = shaken.chain
  if (!leaf) return judgement('down', 'shows no certificate', { evidence: [address] })
  const next = firstToExpire(shaken.chain)
  const daysLeft = Math.floor((next.validToMs - nowMs) / DAY_MS)
  const evidence = [address, ...evidenceOf(shaken, leaf, next)]
  const details = { evidence, figures: { daysLeft, handshakeMs: tenths(shaken.handshakeMs) } }
  const fault = faultOf(shaken, next, nowMs)
  if (fault !== undefined) return judgement('down', fault, details)
  const warning = warningOf(shaken, next, { asked, nowMs })
  if (warning !== undefined) return judgement('degraded', warning, details)
  return judgement('healthy', `${shaken.protocol}, certificate expires in ${inDays(daysLeft)}`, details)
}

function faultOf(shaken: Handshake, next: ServedCertificate, nowMs: number): string | undefined {
  if (next.validToMs <= nowMs) return `its certificate expired on ${date(next.validToMs)}`
  const early = shaken.chain.find((certificate) => certificate.validFromMs > nowMs)
  if (early) return `its certificate is not valid before ${date(early.validFromMs)}`
  if (shaken.trustError !== undefined)
    return failureReason(failed('tls', shaken.trustError, shaken.handshakeMs))
  if (shaken.missingNames.length > 0) return `its certificate is not for ${shaken.missingNames.join(', ')}`
  return undefined
}

interface WarningOptions {
  readonly asked: TlsSettings
  readonly nowMs: number
}

function warningOf(
  shaken: Handshake,
  next: ServedCertificate,
  { asked, nowMs }: WarningOptions,
): string | undefined {
  if (rankOf(shaken.protocol) < rankOf(asked.minProtocol)) {
    return `speaks ${shaken.protocol}, though ${asked.minProtocol} is the least`
  }
  const leftMs = next.validToMs - nowMs
  if (leftMs < (next.validToMs - next.validFromMs) * asked.renewAtShare) {
    return `its certificate expires in ${inDays(Math.floor(leftMs / DAY_MS))}`
  }
  return undefined
}

function rankOf(protocol: string): number {
  return protocols.map(String).indexOf(protocol)
}

/** The chain is only as long-lived as its first certificate to expire. */
function firstToExpire(chain: readonly ServedCertificate[]): ServedCertificate {
  return chain.reduce((first, certificate) => (certificate.validToMs < first.validToMs ? certificate : first))
}

function evidenceOf(shaken: Handshake, leaf: ServedCertificate, next: ServedCertificate): EvidenceLine[] {
  return [
    { label: 'Protocol', value: `${shaken.protocol}, ${shaken.cipher}` },
    { label: 'Certificate', value: `${leaf.subject}, serial ${leaf.serialNumber}` },
    { label: 'Names', value: leaf.names.join(', ') || 'none' },
    { label: 'Valid', value: `${date(leaf.validFromMs)} to ${date(leaf.validToMs)}` },
    { label: 'Issued by', value: leaf.issuer },
    { label: 'Chain as served', value: shaken.chain.map((certificate) => certificate.subject).join(' ← ') },
    ...(next === leaf
      ? []
      : [{ label: 'First to expire', value: `${next.subject}, ${date(next.validToMs)}` }]),
    { label: 'Fingerprint', value: `SHA-256 ${leaf.fingerprint256}` },
  ]
}

function date(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}

function inDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}
