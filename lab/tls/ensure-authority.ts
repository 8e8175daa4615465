import { X509Certificate } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Issuer, issueIntermediate, issueRoot } from '@/lab/tls/authority'
import { readOptionalFile, writePrivateFile } from '@/lab/tls/owned-file'
import { daysLeft, validityOf } from '@/lab/tls/validity'

const ROOT_DAYS = 3_650
const INTERMEDIATE_DAYS = 1_825
const RENEW_BELOW_DAYS = 120

export interface Authority {
  readonly root: Issuer
  readonly intermediate: Issuer
}

/** The lab's own root and intermediate, made once; renewed long before a leaf could outlive them. */
export async function ensureAuthority(tlsFolder: string, now: Date): Promise<Authority> {
  const folder = join(tlsFolder, 'authority')
  await mkdir(tlsFolder, { recursive: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const rootPath = join(folder, 'root.pem')
  const root =
    (await readIssuer(rootPath, now)) ??
    (await storeIssuer(rootPath, await issueRoot('AskProAI Lab Root', validityOf(now, ROOT_DAYS))))
  const intermediatePath = join(folder, 'intermediate.pem')
  const stored = await readIssuer(intermediatePath, now)
  if (stored && isIssuedBy(stored, root)) return { root, intermediate: stored }
  const validity = validityOf(now, INTERMEDIATE_DAYS)
  const issued = await issueIntermediate(root, 'AskProAI Lab Intermediate', validity)
  return { root, intermediate: await storeIssuer(intermediatePath, issued) }
}

function isIssuedBy(issuer: Issuer, parent: Issuer): boolean {
  const parentKey = new X509Certificate(parent.certificatePem).publicKey
  return new X509Certificate(issuer.certificatePem).verify(parentKey)
}

async function readIssuer(path: string, now: Date): Promise<Issuer | undefined> {
  const blocks = (await readOptionalFile(path))?.match(/-----BEGIN [\s\S]+?-----END [^-]+-----\n/g)
  const [certificatePem, keyPem] = blocks ?? []
  if (!certificatePem || !keyPem) return undefined
  if (daysLeft(new X509Certificate(certificatePem), now) < RENEW_BELOW_DAYS) return undefined
  return { certificatePem, keyPem }
}

async function storeIssuer(path: string, issuer: Issuer): Promise<Issuer> {
  await writePrivateFile(path, issuer.certificatePem + issuer.keyPem)
  return issuer
}
