import fc from 'fast-check'
import { invalidAdditions, validAdditions } from './zone-cases'

const split = (text: string) => fc.constantFrom(...text.split(' '))
const orNothing = (text: string) => fc.oneof({ weight: 1, arbitrary: fc.constant('') }, split(text))
const longest = (letter: string, count = 63) => letter.repeat(count)

const owners = fc.constantFrom(
  ...'@ www a.b * *.x ns1 _s._tcp x- -x 1 ß sub sub.deep a\\.b a\\000b \\"q example.org. www.example.org.'.split(
    ' ',
  ),
  ...'other.test. a..b . UP \\255 a\\1 a\\.example.org. x.*.y \\* @.x \\@ example.ORG. 60 IN A'.split(' '),
  '',
  longest('l'),
  longest('l', 64),
  [longest('l'), longest('m'), longest('n'), longest('o', 49)].join('.'),
  [longest('l'), longest('m'), longest('n'), longest('o', 48)].join('.'),
)
const ttls = orNothing(
  '0 60 1h 1H30 1d1d 2147483647 2147483648 4294967295 4294967296 1w2d3h4m5s 5s4m -1 1x 1.5 00060 000000000000060',
)
const classes = orNothing('IN in CH HS CLASS1 CLASS01 CLASS3 ANY CLASS65536 NONE RESERVED0 CLASS')
const names = split(
  'www @ ns1 mail.elsewhere.test. . a.b x\\.y * _u 1.2.3.4 bad.. "q" 192.0.2.1. sub -a a\\000b \\. \\@',
)
const numbers = fc.oneof(
  split('0 1 2 3 8 10 13 255'),
  split(
    '256 65535 65536 -1 +1 010 0000000000001 0x1 1e1 0X10 4294967295 4294967296 18446744073709551617 "1" 1h',
  ),
)
const ipv4 = split(
  '192.0.2.1 1.2.3 256.1.1.1 01.2.3.4 1.2.3.4.5 0.0.0.0 1.2.3.4. 0x1.2.3.4 "192.0.2.1" (192.0.2.1) 255.255.255.255',
)
const ipv6 = split(
  ':: ::1 2001:db8::1 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8 ::ffff:1.2.3.4 1::2::3 fe80::1%eth0 12345:: G:: ::1.2.3 1:2:3:4:5:6:7 ::: ::192.0.2.256 1:2:3:4:5:6:1.2.3.4 1:2:3:4:5:6:7:1.2.3.4 00001::',
)
const texts = fc.constantFrom(
  ...'a "" "a;b" a;b "a a\\;b "\\"" \\034 "\\256" v=spf1 \\ "\\ "\\1" """" "a"b" a"b" "é" \\é é -'.split(' '),
  '"a b"',
  '"x" "y"',
  '"x""y"',
  '"x"y',
  '(a b)',
  '( "a"\n "b" )',
  `"${'x'.repeat(255)}"`,
  `"${'x'.repeat(256)}"`,
  '"a\nb"',
  '"a\\\nb"',
  '"a\rb"',
  'a\\\rb',
  "'a b'",
  '"a\\',
)
const hexadecimal = fc.constantFrom(
  ...`ab ABCD a zz 0 00 abc ${'a'.repeat(40)} ${'a'.repeat(64)} ${'a'.repeat(96)} -`.split(' '),
  '',
  'ab cd',
  'a b',
  '( ab\n cd )',
)
const base64 = fc.constantFrom(
  ...'AAAA AA== AQ== A AA=A AwEAAQ== !!!! AAA= AB== AAB= AwEAAcw5QLr0 = ==== AAAA=== -'.split(' '),
  '',
  'AA AA',
  'AQ ==',
  '( AA\nAA )',
)
const types = split(
  'A NS MX TXT RRSIG DNSKEY TYPE1 TYPE65280 TYPE0 TYPE65536 ANY 1 65535 65536 FOO a TYPE01 TYPE+1 +1 -1 000000001',
)
const instants = split(
  '20300101000000 20240229235960 20230229000000 1893456000 0 4294967295 4294967296 19690101000000 20300101 99991231235959',
)
const digests = split('0 1 2 3 4 5 200 256 SHA1 SHA-1 SHA256 SHA-256 GOST SHA384 sha-384')
const algorithms = split('0 1 3 5 8 13 16 253 254 255 256 RSASHA256 rsamd5 RSA ECC ED25519 PRIVATEDNS FOO')
const keyFlags = split(
  '256 257 0 49152 65535 65536 ZONE NOKEY zone|sig1 |ZONE ZONE| ZO| Z NOC N | || KSK FLAG FLAG1 SIG1 SIG15 0x101 1ff 0400 000000000257 0000000000257 1g 0x',
)
const cards = split(
  '00-00-5e-00-53-2a 0-0-5e-0-53-2g 00-00-5e-00-53-2a5 +0-0-0-0-0-0 -0-0-0-0-0-0 0x-0-0-0-0-0 00:00:5e:00:53:2a 00-00-5e-00-53- 00-00-5e-00-53 00-00-5e-ef-10-00-00-2a 00-00-5e-ef-10-00-00-2ag 00-00-5e-ef-10-00-00-+a',
)
const parameters = fc.constantFrom(
  ...'alpn=h2 alpn=h2,h3 alpn= port=443 port=99999 ipv4hint=1.2.3.4 ipv6hint=::1 mandatory=port no-default-alpn'.split(
    ' ',
  ),
  ...'ech=AAAA key7=x dohpath=/q{?dns} key65535=a alpn="h2,h3" port=0443 ipv4hint=1.2.3.4,1.2.3.4 key0 key8=a'.split(
    ' ',
  ),
  'mandatory=alpn alpn=h2',
  'alpn=h2 alpn=h3',
  '',
)
const generic = split('0 1 2 4 5 16').chain((length) => hexadecimal.map((data) => `\\# ${length} ${data}`))

const pattern = fc
  .array(
    split(
      'a a . * + ? ( ) (a) [ ] [a] ^ $ | { } {1 {1} {1,2} {,2} {2,1} {256} {1,} \\\\ \\\\1 \\\\2 [a-z] [^a] [^] []a] [z-a] [a-b-c] [:alpha:] [[:alpha:]] [[:foo:]] [.a.] [[.a.]-b] [[.aa.]-b] [[=a=]] [[==]] - i 0 é \\200 \\000',
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''))
const substitutions = fc
  .tuple(split('! ! / ~ i 1'), pattern, split('a \\\\1 \\\\2 \\\\0 \\\\ ! \\\\!'), split('! !i !ii !x i'))
  .map(([delimiter, before, after, flags]) => `"${delimiter}${before}${delimiter}${after}${flags}"`)

type Words = fc.Arbitrary<string>
const fields = (type: string, ...parts: readonly Words[]): Words =>
  fc.tuple(...parts).map((words) => [type, ...words].join(' '))
const some = (words: Words): Words => fc.array(words, { maxLength: 3 }).map((list) => list.join(' '))

/** The data of most types, its fields as they should be, nearly so, or not at all. */
const data: Words = fc.oneof(
  fields('A', ipv4),
  fields('AAAA', ipv6),
  ...['CNAME', 'NS', 'PTR', 'DNAME', 'MB', 'MG', 'MR', 'NSAP-PTR'].map((type) => fields(type, names)),
  ...['MX', 'AFSDB', 'RT', 'KX', 'LP'].map((type) => fields(type, numbers, names)),
  ...['RP', 'MINFO', 'TALINK'].map((type) => fields(type, names, names)),
  ...['TXT', 'SPF', 'NINFO', 'AVC', 'RESINFO', 'WALLET', 'ISDN', 'X25'].map((type) =>
    fields(type, some(texts)),
  ),
  fields('PX', numbers, names, names),
  fields('SRV', numbers, numbers, numbers, names),
  fields('CAA', numbers, fc.oneof(split('issue issuewild iodef x-y "issue" a_b issuevmc'), texts), texts),
  ...['TLSA', 'SMIMEA', 'ZONEMD'].map((type) => fields(type, numbers, numbers, numbers, hexadecimal)),
  fields('SSHFP', numbers, numbers, hexadecimal),
  ...['DS', 'CDS', 'DLV', 'TA'].map((type) => fields(type, numbers, algorithms, digests, hexadecimal)),
  ...['DNSKEY', 'CDNSKEY', 'KEY', 'RKEY'].map((type) =>
    fields(type, keyFlags, fc.oneof(fc.constant('3'), numbers), algorithms, base64),
  ),
  fields('NAPTR', numbers, numbers, texts, texts, fc.oneof(texts, substitutions), names),
  fields('NAPTR 1 1 "" ""', substitutions, fc.constant('.')),
  fields('HINFO', texts, texts),
  fields('GPOS', texts, texts, texts),
  fields('URI', numbers, numbers, texts),
  fields('CERT', fc.oneof(numbers, split('PKIX pgp FOO')), numbers, algorithms, base64),
  ...['RRSIG', 'SIG'].map((type) =>
    fc
      .tuple(types, algorithms, numbers, numbers, instants, instants, numbers, names, base64)
      .map((words) => [type, ...words].join(' ')),
  ),
  ...['NSEC', 'NXT'].map((type) => fields(type, names, some(types))),
  fields('CSYNC', numbers, numbers, some(types)),
  fields('NSEC3PARAM', numbers, numbers, numbers, hexadecimal),
  fields('NSEC3', numbers, numbers, numbers, hexadecimal, hexadecimal, some(types)),
  ...['HTTPS', 'SVCB'].map((type) => fields(type, numbers, names, some(parameters))),
  ...['EUI48', 'EUI64'].map((type) => fields(type, cards)),
  ...['OPENPGPKEY', 'DHCID', 'HHIT', 'BRID'].map((type) => fields(type, base64)),
  ...['EID', 'NIMLOC', 'NSAP', 'ATMA'].map((type) => fields(type, hexadecimal)),
  fields('HIP', numbers, hexadecimal, base64, some(names)),
  fields('IPSECKEY', numbers, split('0 1 2 3 4'), numbers, fc.oneof(names, ipv4, ipv6), base64),
  fields('AMTRELAY', numbers, split('0 1 2'), split('0 1 2 3 4 127 128'), fc.oneof(names, ipv4, ipv6)),
  fields('DOA', numbers, numbers, numbers, texts, base64),
  fields('SINK', numbers, numbers, numbers, base64),
  fields('WKS', ipv4, fc.oneof(numbers, split('TCP udp FOO')), some(fc.oneof(numbers, split('smtp FOO')))),
  fields(
    'APL',
    some(split('1:192.0.2.0/24 !2:::/0 1:192.0.2.1/33 1:1.2.3/8 3:x/1 2:2001:db8::/32 !1:0.0.0.0/0')),
  ),
  fields('A6', numbers, fc.oneof(ipv6, fc.constant('')), names),
  fields('L32', numbers, ipv4),
  ...['NID', 'L64'].map((type) =>
    fields(type, numbers, split('1:2:3:4 0014:4fff:ff20:ee64 1:2:3 :: 1:2:3:g')),
  ),
  fields('DSYNC', types, fc.oneof(numbers, split('NOTIFY notify FOO')), numbers, names),
  fields('LOC', some(fc.oneof(numbers, split('N S E W 10m 0.00m 51 30 12.748 59.9999 -1m 90000000m')))),
  fields('LOC 51 N 0 W', some(split('0m 10.5m -100000m 1 1.234 42849672.95m 9e9 90000000.00m 90000001'))),
  ...Array.from({ length: 70 }, (_, code) => fields(`TYPE${code}`, generic)),
  ...[99, 100, 103, 104, 105, 106, 107, 108, 109, 249, 255, 256, 257, 258, 259, 260, 261, 262, 65_280].map(
    (code) => fields(`TYPE${code}`, generic),
  ),
  fields('AMTRELAY', generic),
  fields('BOGUS', texts),
  fields('SOA', names, names, numbers, numbers, numbers, numbers, numbers),
)

const ends = fc.constantFrom(
  '',
  '',
  '',
  '',
  '',
  '',
  ' ; c',
  ' ;',
  ' )',
  ' (',
  '\t',
  ' extra',
  '\r',
  '\\',
  '\\\r',
)

/** One record, its head in either order. */
export const arbitraryRecord: Words = fc
  .tuple(owners, ttls, classes, fc.boolean(), data, ends)
  .map(([owner, ttl, name, isSwapped, written, end]) =>
    [owner, ...(isSwapped ? [name, ttl] : [ttl, name]), written].join(' ').concat(end),
  )

const knownLines = [...validAdditions, ...invalidAdditions].flatMap((addition) => addition.split('\n'))
const knownWords = [...new Set(knownLines.flatMap((line) => line.split(/\s+/)))]

const swap = fc.record({
  at: fc.nat({ max: 20 }),
  remove: fc.nat({ max: 1 }),
  insert: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...knownWords) },
    fc.oneof(numbers, base64, hexadecimal, names, texts, ipv4, ipv6, types, algorithms),
  ),
})

/** A known line with some of its words taken from elsewhere. */
export const arbitraryCrossing: Words = fc
  .tuple(fc.constantFrom(...knownLines), fc.array(swap, { minLength: 1, maxLength: 2 }))
  .map(([line, swaps]) => {
    const words = line.split(' ')
    for (const { at, remove, insert } of swaps) words.splice(at % (words.length + 1), remove, insert)
    return words.join(' ')
  })
