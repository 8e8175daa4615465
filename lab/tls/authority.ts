import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { LeafNames } from '@/lab/tls/leaf-names'
import type { Validity } from '@/lab/tls/validity'

const EC_P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const

export interface Issuer {
  readonly certificatePem: string
  readonly keyPem: string
}

/** A key pair as PKCS#8 PEM, the form that nginx, MariaDB and Node all read. */
export async function newKeyPem(): Promise<string> {
  const keys = await crypto.subtle.generateKey(EC_P256, true, ['sign', 'verify'])
  return toPem('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', keys.privateKey))
}

export async function issueRoot(commonName: string, validity: Validity): Promise<Issuer> {
  const keyPem = await newKeyPem()
  const keys = await keyPairOf(keyPem)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: subjectOf(commonName),
    keys,
    signingAlgorithm: SIGNING,
    ...validity,
    extensions: [...authorityExtensions(1), await SubjectKeyIdentifierExtension.create(keys.publicKey)],
  })
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem }
}

export async function issueIntermediate(
  root: Issuer,
  commonName: string,
  validity: Validity,
): Promise<Issuer> {
  const keyPem = await newKeyPem()
  const extensions = authorityExtensions(0)
  const certificatePem = await sign({ issuer: root, commonName, keyPem, validity, extensions })
  return { certificatePem, keyPem }
}

/** A server certificate, without its chain. MariaDB replicas use theirs as a client too, hence both usages. */
export async function issueLeaf(
  issuer: Issuer,
  leaf: { readonly names: LeafNames; readonly keyPem: string; readonly validity: Validity },
): Promise<string> {
  const { names, keyPem, validity } = leaf
  const extensions = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
    new SubjectAlternativeNameExtension([
      ...names.dns.map((value) => ({ type: 'dns', value }) as const),
      ...names.ip.map((value) => ({ type: 'ip', value }) as const),
    ]),
  ]
  return sign({ issuer, commonName: names.dns[0] ?? names.node, keyPem, validity, extensions })
}

interface SigningRequest {
  readonly issuer: Issuer
  readonly commonName: string
  readonly keyPem: string
  readonly validity: Validity
  readonly extensions: Extension[]
}

async function sign(request: SigningRequest): Promise<string> {
  const issuerCertificate = new X509Certificate(request.issuer.certificatePem)
  const issuerKeys = await keyPairOf(request.issuer.keyPem)
  const { publicKey } = await keyPairOf(request.keyPem)
  const certificate = await X509CertificateGenerator.create({
    subject: subjectOf(request.commonName),
    issuer: issuerCertificate.subject,
    publicKey,
    signingKey: issuerKeys.privateKey,
    signingAlgorithm: SIGNING,
    ...request.validity,
    extensions: [
      ...request.extensions,
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(issuerKeys.publicKey),
    ],
  })
  return `${certificate.toString('pem')}\n`
}

function authorityExtensions(pathLength: number): Extension[] {
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ]
}

function subjectOf(commonName: string): string {
  return `CN=${commonName}, O=AskProAI Lab, C=DE`
}

async function keyPairOf(keyPem: string): Promise<CryptoKeyPair> {
  const der = Buffer.from(keyPem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const privateKey = await crypto.subtle.importKey('pkcs8', der, EC_P256, true, ['sign'])
  const { d: _secret, ...jwk } = await crypto.subtle.exportKey('jwk', privateKey)
  const publicKey = await crypto.subtle.importKey('jwk', { ...jwk, key_ops: ['verify'] }, EC_P256, true, [
    'verify',
  ])
  return { privateKey, publicKey }
}

function toPem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
