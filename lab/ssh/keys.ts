import { createHash } from 'node:crypto'
import ssh2 from 'ssh2'
import { readOptionalFile, writeOwnedFile, writePrivateFile } from '@/lab/tls/owned-file'

export interface SshKey {
  /** OpenSSH's own form, as ssh and sshd read it. */
  readonly privateKey: string
  /** One line, as in authorized_keys. */
  readonly publicKey: string
}

/** Every SSH node asks for the one client key, side by side; it must be made once. */
const clientKeys = new Map<string, Promise<SshKey>>()

/** The client's key: made once, kept for whoever runs the lab; no server can read it. */
export function ensureClientKey(path: string, comment: string): Promise<SshKey> {
  const key = clientKeys.get(path) ?? ensureKey(path, comment, writePrivateFile)
  clientKeys.set(path, key)
  return key
}

/** A server's key, which must belong to the account that the server runs as. */
export function ensureHostKey(path: string, comment: string): Promise<SshKey> {
  return ensureKey(path, comment, (file, content) => writeOwnedFile(file, content, 0o600))
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
}

async function ensureKey(
  path: string,
  comment: string,
  write: (file: string, content: string) => Promise<void>,
): Promise<SshKey> {
  const privateKey = await readOptionalFile(path)
  const publicKey = await readOptionalFile(`${path}.pub`)
  if (privateKey && publicKey && isWhole(publicKey)) return { privateKey, publicKey }
  const made = makeKey(comment)
  await write(`${path}.pub`, `${made.public}\n`)
  await write(path, made.private)
  return { privateKey: made.private, publicKey: `${made.public}\n` }
}

/** ssh2 drops a first byte that is zero, one key in 256, and no server can load what is left. */
function makeKey(comment: string): { readonly public: string; readonly private: string } {
  const made = ssh2.utils.generateKeyPairSync('ed25519', { comment })
  return isWhole(made.public) ? made : makeKey(comment)
}

/** The name of the algorithm and 32 bytes, each after its length (RFC 8709, section 4). */
export function isWhole(publicKey: string): boolean {
  return Buffer.from(publicKey.split(' ')[1] ?? '', 'base64').length === 4 + 'ssh-ed25519'.length + 4 + 32
}
