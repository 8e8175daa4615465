export interface DkimKey {
  readonly keyType: string
  readonly bits: number | null
  /** An empty key is one that was withdrawn. */
  readonly isRevoked: boolean
  readonly isTesting: boolean
  readonly problems: readonly string[]
}

const LEAST_RSA_BITS = 1_024
const WANTED_RSA_BITS = 2_048

/** Reads a key record of RFC 6376, section 3.6.1; null for a text without a key. */
export function parseDkimKey(text: string): DkimKey | null {
  const tags = new Map(
    text.split(';').flatMap((part) => {
      const at = part.indexOf('=')
      return at < 1
        ? []
        : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).replace(/\s+/g, '')] as const]
    }),
  )
  const key = tags.get('p')
  if (key === undefined) return null
  const keyType = tags.get('k') ?? 'rsa'
  const isTesting = (tags.get('t') ?? '').split(':').includes('y')
  if (key === '')
    return { keyType, bits: null, isRevoked: true, isTesting, problems: ['the key was withdrawn'] }
  const bits = keyType === 'rsa' ? rsaBits(key) : keyType === 'ed25519' ? 256 : null
  return { keyType, bits, isRevoked: false, isTesting, problems: problemsOf(keyType, bits, isTesting) }
}

function problemsOf(keyType: string, bits: number | null, isTesting: boolean): readonly string[] {
  const problems: string[] = []
  if (bits === null) problems.push('the key cannot be read')
  else if (keyType === 'rsa' && bits < LEAST_RSA_BITS) problems.push(`${bits} bits: receivers refuse it`)
  else if (keyType === 'rsa' && bits < WANTED_RSA_BITS)
    problems.push(`${bits} bits: shorter than the 2048 advised`)
  if (isTesting) problems.push('it is marked as a test: receivers may ignore it')
  return problems
}

/** The length of the modulus in a SubjectPublicKeyInfo: the longest INTEGER there is. */
function rsaBits(base64: string): number | null {
  const bytes = decodeBase64(base64)
  if (bytes === null) return null
  // Behind the algorithm: BIT STRING, SEQUENCE, INTEGER; of each only the header is stepped over.
  let at = 0
  const header = (tag: number): number | null => {
    if (bytes[at] !== tag) return null
    const first = bytes[at + 1] ?? 0
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f
    let length = lengthBytes === 0 ? first : 0
    for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0)
    at += 2 + lengthBytes
    return length
  }
  if (header(0x30) === null) return null
  const algorithm = header(0x30)
  if (algorithm === null) return null
  at += algorithm
  if (header(0x03) === null) return null
  at += 1
  if (header(0x30) === null) return null
  const length = header(0x02)
  if (length === null || at + length > bytes.length) return null
  const leadingZero = bytes[at] === 0 ? 1 : 0
  return (length - leadingZero) * 8
}

function decodeBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}
