import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** C2SP signed notes and tlog checkpoints, with Ed25519. */

const ED25519 = Buffer.of(1)

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Buffer
}

export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** The text, an empty line, and one signature line. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  const id = keyId(name, rawPublicKey(privateKey))
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)])
  return `${text}\n— ${name} ${signature.toString('base64')}\n`
}

/** `name+id+key`: with it anybody can check a note. */
export function verifierKey(name: string, privateKey: KeyObject): string {
  const raw = rawPublicKey(privateKey)
  const encoded = Buffer.concat([ED25519, raw]).toString('base64')
  return `${name}+${keyId(name, raw).toString('hex')}+${encoded}`
}

/** The checkpoint of a note that carries a good signature of the key; undefined otherwise. */
export function openCheckpoint(note: string, key: string): Checkpoint | undefined {
  const end = note.lastIndexOf('\n\n')
  const text = note.slice(0, end + 1)
  const { name, id, publicKey } = readKey(key)
  const isSigned = note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [, signer, encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? []
      const bytes = Buffer.from(encoded, 'base64')
      const isOfKey = signer === name && bytes.subarray(0, 4).equals(id)
      return isOfKey && verify(null, Buffer.from(text), publicKey, bytes.subarray(4))
    })
  return end > 0 && isSigned ? readCheckpoint(text) : undefined
}

function readCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = text.split('\n')
  const bytes = Buffer.from(root, 'base64')
  if (origin === '' || !/^(0|[1-9]\d*)$/.test(size) || bytes.length !== 32) return undefined
  return { origin, size: Number(size), root: bytes }
}

/** Ed25519's SubjectPublicKeyInfo is a fixed head and the 32 bytes of the key. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

function rawPublicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
}

function keyId(name: string, raw: Buffer): Buffer {
  const hash = createHash('sha256').update(name).update('\n').update(ED25519).update(raw)
  return hash.digest().subarray(0, 4)
}

function readKey(key: string) {
  const [name = '', id = '', encoded = ''] = splitKey(key)
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 33 || bytes[0] !== 1) throw new Error('this is no Ed25519 verifier key')
  const der = Buffer.concat([SPKI_HEAD, bytes.subarray(1)])
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const own = keyId(name, bytes.subarray(1))
  if (own.toString('hex') !== id) throw new Error('the id of the verifier key is not its own')
  return { name, id: own, publicKey }
}

/** Base64 may hold a plus sign, names may not. */
function splitKey(key: string): readonly string[] {
  const [name = '', id = '', ...rest] = key.trim().split('+')
  return [name, id, rest.join('+')]
}
