import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'

/** OWASP's least for argon2id: memory in KiB, passes over it, lanes. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const SALT_BYTES = 16
const HASH_BYTES = 32

/** Bounds on what is read back, so that a damaged row cannot make a verification eat the machine. */
const MAX_MEMORY = 262_144
const MAX_PASSES = 16

/** A PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`, which names its own cost. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, { ...cost, nonce: salt, tagLength: HASH_BYTES })
  const settings = `m=${cost.memory},t=${cost.passes},p=${cost.parallelism}`
  return `$argon2id$v=19$${settings}$${encode(salt)}$${encode(hash)}`
}

/** True when the password is the hashed one; in constant time. False for a hash that cannot be read. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const stored = parse(phc)
  if (!stored) return false
  const { hash, ...parameters } = stored
  return timingSafeEqual(await derive(password, { ...parameters, tagLength: hash.length }), hash)
}

/** Takes as long as a real verification: an unknown e-mail address must not answer sooner than a known one. */
export async function pretendToVerify(password: string): Promise<void> {
  await derive(password, { ...cost, nonce: Buffer.alloc(SALT_BYTES), tagLength: HASH_BYTES })
}

type Derivation = Omit<Argon2Parameters, 'message'>

/** The same letters typed on two keyboards can be different code points; NFKC makes them one. */
function derive(password: string, parameters: Derivation): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', { ...parameters, message: password.normalize('NFKC') }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

function parse(phc: string): (Derivation & { readonly hash: Buffer }) | undefined {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc)
  if (!match) return undefined
  const [, memory, passes, parallelism, salt = '', hash = ''] = match
  const parameters = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  if (parameters.memory > MAX_MEMORY || parameters.passes > MAX_PASSES) return undefined
  const stored = { ...parameters, nonce: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
  return stored.hash.length >= SALT_BYTES ? { ...stored, tagLength: stored.hash.length } : undefined
}

/** PHC strings carry base64 without padding. */
function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
