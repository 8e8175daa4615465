import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Issuer, issueLeaf, newKeyPem } from '@/lab/tls/authority'
import { ensureAuthority } from '@/lab/tls/ensure-authority'
import { writeFaultyVariants } from '@/lab/tls/faulty-variants'
import { LEAF_NAMES, type LeafNames } from '@/lab/tls/leaf-names'
import { readOptionalFile, writeOwnedFile } from '@/lab/tls/owned-file'
import { daysLeft, validityOf } from '@/lab/tls/validity'

/** Services prepare side by side and all of them ask: one after the other, or each would make its own root. */
const queues = new Map<string, Promise<void>>()

const LEAF_DAYS = 90
const RENEW_BELOW_DAYS = 30

/**
 * Sees to it that every lab server has a certificate with at least 30 days left: `tls/ca.pem` (root),
 * `tls/<node>.crt` (leaf, then intermediate) and `tls/<node>.key`. What is in order is left alone, so a second
 * call writes nothing; a certificate that a fault has swapped is issued anew.
 */
export function ensureTls(lab: { readonly folder: string }, now: Date = new Date()): Promise<void> {
  const turn = (queues.get(lab.folder) ?? Promise.resolve()).then(() => ensureTlsNow(lab, now))
  // A failure is its caller's; the next caller starts afresh.
  queues.set(
    lab.folder,
    turn.catch(() => undefined),
  )
  return turn
}

async function ensureTlsNow(lab: { readonly folder: string }, now: Date): Promise<void> {
  const folder = join(lab.folder, 'tls')
  // Open to the servers' account; only the authority's own folder is closed to it.
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const authority = await ensureAuthority(folder, now)
  const caPath = join(folder, 'ca.pem')
  if ((await readOptionalFile(caPath)) !== authority.root.certificatePem) {
    await writeOwnedFile(caPath, authority.root.certificatePem)
  }
  for (const names of LEAF_NAMES) {
    await ensureLeaf({ folder, names, intermediate: authority.intermediate, now })
  }
  await writeFaultyVariants(folder, authority, now)
}

interface LeafRequest {
  readonly folder: string
  readonly names: LeafNames
  readonly intermediate: Issuer
  readonly now: Date
}

async function ensureLeaf({ folder, names, intermediate, now }: LeafRequest): Promise<void> {
  const certificatePath = join(folder, `${names.node}.crt`)
  const keyPath = join(folder, `${names.node}.key`)
  const storedKey = await readOptionalFile(keyPath)
  const chain = await readOptionalFile(certificatePath)
  if (storedKey && chain && isLeafSound({ chain, keyPem: storedKey, names, intermediate, now })) return
  const keyPem = storedKey ?? (await newKeyPem())
  const leaf = await issueLeaf(intermediate, { names, keyPem, validity: validityOf(now, LEAF_DAYS) })
  await writeOwnedFile(keyPath, keyPem, 0o600)
  await writeOwnedFile(certificatePath, leaf + intermediate.certificatePem)
}

interface StoredLeaf extends Omit<LeafRequest, 'folder'> {
  readonly chain: string
  readonly keyPem: string
}

function isLeafSound({ chain, keyPem, names, intermediate, now }: StoredLeaf): boolean {
  if (!chain.endsWith(intermediate.certificatePem) || chain.split('BEGIN CERTIFICATE').length !== 3)
    return false
  const leaf = new X509Certificate(chain)
  const issuerKey = new X509Certificate(intermediate.certificatePem).publicKey
  const wanted = [...names.dns.map((name) => `DNS:${name}`), ...names.ip.map((ip) => `IP Address:${ip}`)]
  return (
    leaf.verify(issuerKey) &&
    leaf.checkPrivateKey(createPrivateKey(keyPem)) &&
    leaf.subjectAltName === wanted.join(', ') &&
    daysLeft(leaf, now) >= RENEW_BELOW_DAYS
  )
}
