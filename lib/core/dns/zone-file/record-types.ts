import { base64, hexadecimal } from './binary-fields'
import {
  characterString,
  characterStrings,
  type DataField,
  duration,
  ipv4,
  ipv6,
  longText,
  name,
  quotedText,
  unsigned,
  word,
} from './data-fields'
import { readBytes, writeQuoted } from './escapes'
import { algorithms, dnsKeyFields } from './key-fields'
import { rareTypes } from './rare-types'
import type { RecordType } from './record-type'
import { serviceParameters } from './service-parameters'
import {
  checkHashedOwner,
  coveredType,
  hashedName,
  salt,
  signatureTime,
  typeBitmap,
} from './signature-fields'
import { isSubstitution } from './substitution'
import { ZoneFault } from './zone-fault'

const digests = { SHA1: 1, 'SHA-1': 1, SHA256: 2, 'SHA-256': 2, GOST: 3, SHA384: 4, 'SHA-384': 4 }

const delegationSigner: Omit<RecordType, 'code'> = {
  fields: [
    unsigned('the key tag', 2),
    unsigned('the algorithm', 1, algorithms),
    unsigned('the digest type', 1, digests),
    hexadecimal('the digest'),
  ],
  check: ([, , type = '', digest = '']) => checkDigest({ 1: 20, 2: 32, 4: 48 }, type, digest),
}

const certificateAssociation: Omit<RecordType, 'code'> = {
  fields: [
    unsigned('the usage', 1),
    unsigned('the selector', 1),
    unsigned('the matching type', 1),
    hexadecimal('the certificate association data'),
  ],
}

/** A time in seconds came with RRSIG (RFC 4034, section 3.2). */
const signatureFields = (mayBeSeconds: boolean): readonly DataField[] => [
  coveredType,
  unsigned('the algorithm', 1, algorithms),
  unsigned('the number of labels', 1),
  unsigned('the original TTL', 4),
  signatureTime('the expiration', mayBeSeconds),
  signatureTime('the inception', mayBeSeconds),
  unsigned('the key tag', 2),
  name('the signer'),
  base64('the signature'),
]

const substitution: DataField = {
  fromTokens: (cursor) =>
    substitutionOf(readBytes(cursor.nextText('the regular expression')).map(({ value }) => value)),
  fromBytes: (cursor) => substitutionOf(cursor.take(cursor.takeNumber(1))),
}

function substitutionOf(bytes: readonly number[]): string {
  if (bytes.length <= 255 && isSubstitution(bytes)) return writeQuoted(bytes)
  throw new ZoneFault(
    'the regular expression is no substitution',
    'Write it as "!^.*$!sip:info@example.org!".',
  )
}

const hashedDenial: readonly DataField[] = [
  unsigned('the hash algorithm', 1, { 'SHA-1': 1 }),
  unsigned('the flags', 1),
  unsigned('the iterations', 2),
  salt,
]

const serviceBinding: Omit<RecordType, 'code'> = {
  fields: [unsigned('the priority', 2), name('the target', { mayBeQuoted: true }), serviceParameters],
}

/** The types that are understood; every other one can be written as generic data (RFC 3597). */
export const recordTypes: Readonly<Record<string, RecordType>> = {
  ...rareTypes,
  A: { code: 1, fields: [ipv4], ownerIsHost: true },
  NS: { code: 2, fields: [name('the name server', { form: 'host', isHost: true })] },
  CNAME: { code: 5, fields: [name('the target')] },
  SOA: {
    code: 6,
    fields: [
      name('the primary name server', { form: 'host' }),
      name('the mailbox', { form: 'mailbox' }),
      unsigned('the serial', 4),
      duration('the refresh time'),
      duration('the retry time'),
      duration('the expire time'),
      duration('the minimum TTL'),
    ],
  },
  PTR: { code: 12, fields: [name('the target')] },
  HINFO: { code: 13, fields: [characterString('the processor'), characterString('the system')] },
  MX: {
    code: 15,
    fields: [unsigned('the preference', 2), name('the mail server', { form: 'host', isHost: true })],
    ownerIsHost: true,
  },
  TXT: { code: 16, fields: [characterStrings('the text')] },
  RP: { code: 17, fields: [name('the mailbox', { form: 'mailbox' }), name('the text record')] },
  AFSDB: { code: 18, fields: [unsigned('the subtype', 2), name('the server', { form: 'host' })] },
  AAAA: { code: 28, fields: [ipv6], ownerIsHost: true },
  SRV: {
    code: 33,
    fields: [
      unsigned('the priority', 2),
      unsigned('the weight', 2),
      unsigned('the port', 2),
      name('the target', { form: 'host', isHost: true }),
    ],
  },
  SIG: { code: 24, fields: signatureFields(false) },
  NAPTR: {
    code: 35,
    fields: [
      unsigned('the order', 2),
      unsigned('the preference', 2),
      characterString('the flags'),
      characterString('the services'),
      substitution,
      name('the replacement'),
    ],
  },
  KX: { code: 36, fields: [unsigned('the preference', 2), name('the exchanger', { form: 'host' })] },
  DNAME: { code: 39, fields: [name('the target')] },
  DS: { code: 43, ...delegationSigner },
  SSHFP: {
    code: 44,
    fields: [
      unsigned('the algorithm', 1),
      unsigned('the fingerprint type', 1),
      hexadecimal('the fingerprint', true),
    ],
    check: ([, type = '', digest = '']) => checkDigest({ 1: 20, 2: 32 }, type, digest),
  },
  RRSIG: { code: 46, fields: signatureFields(true) },
  NSEC: { code: 47, fields: [name('the next name'), typeBitmap(1)] },
  DNSKEY: { code: 48, fields: dnsKeyFields },
  NSEC3: {
    code: 50,
    fields: [...hashedDenial, hashedName, typeBitmap(0)],
    checkOwner: checkHashedOwner,
    check: ([algorithm, , , , next = '']) => checkHashedName(algorithm, next),
  },
  NSEC3PARAM: { code: 51, fields: hashedDenial },
  TLSA: { code: 52, ...certificateAssociation },
  SMIMEA: { code: 53, ...certificateAssociation },
  CDS: { code: 59, ...delegationSigner },
  CDNSKEY: { code: 60, fields: dnsKeyFields },
  OPENPGPKEY: { code: 61, fields: [base64('the key')] },
  SVCB: { code: 64, ...serviceBinding },
  HTTPS: { code: 65, ...serviceBinding },
  SPF: { code: 99, fields: [characterStrings('the text')] },
  TA: { code: 32_768, ...delegationSigner },
  DLV: { code: 32_769, ...delegationSigner },
  URI: {
    code: 256,
    fields: [unsigned('the priority', 2), unsigned('the weight', 2), quotedText('the target')],
  },
  CAA: {
    code: 257,
    fields: [unsigned('the flags', 1), word('the tag'), longText('the value')],
  },
}

export const typeNames: ReadonlyMap<number, string> = new Map(
  Object.entries(recordTypes).map(([type, { code }]) => [code, type]),
)

/** A SHA-1 hash has 20 bytes, which are 32 letters. */
function checkHashedName(algorithm: string | undefined, next: string): void {
  if (algorithm !== '1' || next.length === 32) return
  throw new ZoneFault(`a SHA-1 hash has 32 letters, and this one ${next.length}`, 'Copy all of it.')
}

function checkDigest(bytesByType: Readonly<Record<string, number>>, type: string, digest: string): void {
  const expected = bytesByType[type]
  if (expected === undefined || digest.length === expected * 2) return
  throw new ZoneFault(
    `a digest of type ${type} has ${expected} bytes, and this one ${digest.length / 2}`,
    'Copy the whole digest.',
  )
}
