import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { issueLeaf, issueRoot } from '@/lab/tls/authority'
import type { Authority } from '@/lab/tls/ensure-authority'
import { LEAF_NAMES } from '@/lab/tls/leaf-names'
import { readOptionalFile, writeOwnedFile } from '@/lab/tls/owned-file'
import { daysLeft, validityOf } from '@/lab/tls/validity'

const DAY_MS = 86_400_000
const NODE_WITH_FAULTS = 'nginx-1'

/** What can be wrong with a certificate; each is kept ready as `tls/nginx-1.<variant>.crt`, for the same key. */
export const FAULTY_VARIANTS = ['expired', 'wrong-issuer', 'wrong-name', 'no-intermediate'] as const

export type FaultyVariant = (typeof FAULTY_VARIANTS)[number]

/** Made anew together with the certificate that they stand in for, so that they fit its key and authority. */
export async function writeFaultyVariants(folder: string, authority: Authority, now: Date): Promise<void> {
  if (await areVariantsCurrent(folder, authority, now)) return
  const names = LEAF_NAMES.find(({ node }) => node === NODE_WITH_FAULTS)
  const keyPem = await readOptionalFile(join(folder, `${NODE_WITH_FAULTS}.key`))
  if (!names || !keyPem) throw new Error(`${NODE_WITH_FAULTS} has no key to make its faulty certificates for`)
  const { intermediate } = authority
  const validity = validityOf(now, 90)
  const expired = {
    notBefore: new Date(now.getTime() - 91 * DAY_MS),
    notAfter: new Date(now.getTime() - DAY_MS),
  }
  const stranger = await issueRoot('Unknown Root', validityOf(now, 365))
  const elsewhere = { node: names.node, dns: ['parked.example'], ip: [] }
  const chains: Record<FaultyVariant, string> = {
    expired:
      (await issueLeaf(intermediate, { names, keyPem, validity: expired })) + intermediate.certificatePem,
    'wrong-issuer': (await issueLeaf(stranger, { names, keyPem, validity })) + stranger.certificatePem,
    'wrong-name':
      (await issueLeaf(intermediate, { names: elsewhere, keyPem, validity })) + intermediate.certificatePem,
    'no-intermediate': await issueLeaf(intermediate, { names, keyPem, validity }),
  }
  for (const variant of FAULTY_VARIANTS) {
    await writeOwnedFile(variantPath(folder, variant), chains[variant])
  }
}

export function variantPath(folder: string, variant: FaultyVariant): string {
  return join(folder, `${NODE_WITH_FAULTS}.${variant}.crt`)
}

/** The last one written tells for all; a wrong issuer or name must be the only thing wrong, so age counts. */
async function areVariantsCurrent(folder: string, authority: Authority, now: Date): Promise<boolean> {
  const last = await readOptionalFile(variantPath(folder, 'no-intermediate'))
  if (!last) return false
  const leaf = new X509Certificate(last)
  const isOurs = leaf.verify(new X509Certificate(authority.intermediate.certificatePem).publicKey)
  return isOurs && daysLeft(leaf, now) >= 30
}
