import type { X509Certificate } from 'node:crypto'
import type { ServedCertificate } from '@/lib/core/observed/fact'
import { extensionsOf, urisIn } from './certificate-extensions'

/** 1.3.6.1.5.5.7.1.24, TLS feature (RFC 7633): whoever bears it must staple. */
const TLS_FEATURE = '2b06010505070118'
/** 2.5.29.31 */
const CRL_DISTRIBUTION_POINTS = '551d1f'
const curveBits: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
}

/** A certificate in the words of the fact. */
export function describeCertificate(certificate: X509Certificate): ServedCertificate {
  const extensions = extensionsOf(certificate.raw)
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serial: certificate.serialNumber,
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    names: namesOf(certificate.subjectAltName),
    ...keyOf(certificate),
    signatureAlgorithm: certificate.signatureAlgorithm ?? certificate.signatureAlgorithmOid ?? 'unknown',
    fingerprint256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    isCa: certificate.ca,
    ocspUrls: ocspUrlsOf(certificate.infoAccess),
    crlUrls: [...urisIn(extensions.get(CRL_DISTRIBUTION_POINTS) ?? Buffer.alloc(0))],
    mustStaple: extensions.has(TLS_FEATURE),
  }
}

function keyOf({ publicKey }: X509Certificate): Pick<ServedCertificate, 'keyType' | 'keyBits'> {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  const bits = modulusLength ?? curveBits[namedCurve ?? ''] ?? null
  return { keyType: publicKey.asymmetricKeyType ?? 'unknown', keyBits: bits }
}

function oneLine(distinguishedName: string | undefined): string {
  return (distinguishedName ?? '').split('\n').filter(Boolean).join(', ')
}

/** `DNS:a.example, IP Address:127.0.0.1`, the names alone. */
function namesOf(subjectAltName: string | undefined): string[] {
  if (!subjectAltName) return []
  return subjectAltName.split(', ').map((entry) => entry.slice(entry.indexOf(':') + 1))
}

function ocspUrlsOf(infoAccess: string | undefined): string[] {
  return [...(infoAccess ?? '').matchAll(/^OCSP - URI:(.+)$/gm)].flatMap((match) => match[1] ?? [])
}
