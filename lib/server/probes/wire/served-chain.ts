import { X509Certificate } from 'node:crypto'

export interface ServedCertificate {
  readonly subject: string
  readonly issuer: string
  readonly serialNumber: string
  readonly fingerprint256: string
  readonly validFromMs: number
  readonly validToMs: number
  readonly names: readonly string[]
}

const MAX_CHAIN = 10

export function servedChain(leaf: X509Certificate, anchors: ReadonlySet<string>): ServedCertificate[] {
  return chainAsServed(leaf, anchors).map(describe)
}

/** The chain from the leaf on, up to the trust anchors, which the local store may have added. */
export function chainAsServed(leaf: X509Certificate, anchors: ReadonlySet<string>): X509Certificate[] {
  const chain: X509Certificate[] = []
  let current: X509Certificate | undefined = leaf
  while (current && chain.length < MAX_CHAIN) {
    if (chain.length > 0 && anchors.has(current.fingerprint256)) break
    chain.push(current)
    const issuer: X509Certificate | undefined = current.issuerCertificate
    current = issuer?.fingerprint256 === current.fingerprint256 ? undefined : issuer
  }
  return chain
}

function describe(certificate: X509Certificate): ServedCertificate {
  return {
    subject: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    serialNumber: certificate.serialNumber,
    fingerprint256: certificate.fingerprint256,
    validFromMs: Date.parse(certificate.validFrom),
    validToMs: Date.parse(certificate.validTo),
    names: namesOf(certificate.subjectAltName),
  }
}

function commonName(distinguishedName: string | undefined): string {
  const lines = distinguishedName?.split('\n') ?? []
  return lines.find((line) => line.startsWith('CN='))?.slice(3) ?? lines.at(-1) ?? 'without a name'
}

/** `DNS:a.example, IP Address:127.0.0.1`, the names alone. */
function namesOf(subjectAltName: string | undefined): string[] {
  if (!subjectAltName) return []
  return subjectAltName.split(', ').map((entry) => entry.slice(entry.indexOf(':') + 1))
}

const knownAnchors = new Map<string, ReadonlySet<string>>()

/** Fingerprints of all certificates in the PEM; kept, for parsing the public ones takes a while. */
export function anchorFingerprints(pem: string): ReadonlySet<string> {
  const known = knownAnchors.get(pem)
  if (known) return known
  if (knownAnchors.size >= 32) knownAnchors.clear()
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  const fingerprints = new Set(blocks.map((block) => new X509Certificate(block).fingerprint256))
  knownAnchors.set(pem, fingerprints)
  return fingerprints
}
