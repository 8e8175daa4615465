import { base64 } from './binary-fields'
import { type DataField, LONGEST_NUMBER, unsigned } from './data-fields'
import { ZoneFault } from './zone-fault'

export const algorithms = {
  RSAMD5: 1,
  DH: 2,
  DSA: 3,
  RSASHA1: 5,
  NSEC3DSA: 6,
  NSEC3RSASHA1: 7,
  RSASHA256: 8,
  RSASHA512: 10,
  ECCGOST: 12,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
  INDIRECT: 252,
  PRIVATEDNS: 253,
  PRIVATEOID: 254,
}

const protocols = { NONE: 0, TLS: 1, EMAIL: 2, DNSSEC: 3, IPSEC: 4, ALL: 255 }

/** RFC 2535, section 3.1.2: two of them, without more, mean that there is no key. */
const NO_KEY = 0xc000
/** In the order in which a beginning of several names is taken for one of them. */
const flagNames: readonly (readonly [name: string, bits: number])[] = [
  ['NOCONF', 0x4000],
  ['NOAUTH', 0x8000],
  ['NOKEY', NO_KEY],
  ['FLAG2', 0x2000],
  ['EXTEND', 0x1000],
  ['FLAG4', 0x0800],
  ['FLAG5', 0x0400],
  ['USER', 0],
  ['ZONE', 0x0100],
  ['HOST', 0x0200],
  ['NTYP3', 0x0300],
  ['FLAG8', 0x0080],
  ['FLAG9', 0x0040],
  ['FLAG10', 0x0020],
  ['FLAG11', 0x0010],
  ...Array.from({ length: 16 }, (_, value) => [`SIG${value}`, value] as const),
  ['KSK', 0x0001],
]

/** A number, decimal or else hexadecimal, or names or their beginnings with bars between them: `ZONE|SIG1`. */
const keyFlags: DataField = {
  fromTokens(cursor) {
    const text = cursor.next('the flags')
    const flags = /^[0-9]/.test(text) ? numberOf(text) : namedFlags(text)
    if (flags !== undefined && flags <= 0xffff) return String(flags)
    throw new ZoneFault(`the flags are ${text}`, 'Write a whole number from 0 to 65535: 256 is a zone key.')
  },
  fromBytes: (cursor) => String(cursor.takeNumber(2)),
}

function numberOf(text: string): number | undefined {
  if (text.length > LONGEST_NUMBER) return undefined
  if (/^[0-9]+$/.test(text)) return Number(text)
  return /^(?:0x)?[0-9a-f]+$/i.test(text) ? Number.parseInt(text, 16) : undefined
}

/** A bar at the end is nothing; before another one, or at the beginning, it follows the beginning of every name. */
function namedFlags(text: string): number | undefined {
  let flags = 0
  for (const word of text.toUpperCase().replace(/\|$/, '').split('|')) {
    const flag = flagNames.find(([name]) => name.startsWith(word))
    if (flag === undefined) return undefined
    flags |= flag[1]
  }
  return flags
}

export const protocol = unsigned('the protocol', 1, protocols)
export const algorithm = unsigned('the algorithm', 1, algorithms)
const key = base64('the key')

export const dnsKeyFields: readonly DataField[] = [keyFlags, protocol, algorithm, key]

/** As a DNSKEY, but one that says that there is no key has none (RFC 2535, section 3.1). */
export const keyData: DataField = {
  fromTokens(cursor) {
    const head = [keyFlags, protocol, algorithm].map((field) => field.fromTokens(cursor))
    return [...head, ...(hasKey(head[0]) ? [key.fromTokens(cursor)] : [])].join(' ')
  },
  fromBytes(cursor) {
    const head = [keyFlags, protocol, algorithm].map((field) => field.fromBytes(cursor))
    return [...head, ...(hasKey(head[0]) ? [key.fromBytes(cursor)] : [])].join(' ')
  },
}

function hasKey(flags: string | undefined): boolean {
  return (Number(flags) & NO_KEY) !== NO_KEY
}

const certificateTypes = {
  PKIX: 1,
  SPKI: 2,
  PGP: 3,
  IPKIX: 4,
  ISPKI: 5,
  IPGP: 6,
  ACPKIX: 7,
  IACPKIX: 8,
  URI: 253,
  OID: 254,
}

/** RFC 4398, section 2. */
export const certificateFields: readonly DataField[] = [
  unsigned('the certificate type', 2, certificateTypes),
  unsigned('the key tag', 2),
  algorithm,
  base64('the certificate'),
]
