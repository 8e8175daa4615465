const key = '@ DNSKEY 257 3 8 AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3\n'
const digest = '3BC8EC6590C4D0884CDF19539AF3D30BCC52A8EF6D4426B4DDF5CCF2D37757B8'
const otherDigest = digest.replace('3BC8', '0000')
/** A modifier of $GENERATE, apart from TypeScript's own. */
const modifier = (parts: string) => `$\{${parts}}`

/** What is announced to the parent: only its algorithm is compared with those of the keys. */
const validAnnouncements: readonly string[] = [
  `${key}@ CDS 45726 8 2 ${digest}`,
  `${key}@ CDS 45726 8 2 ${otherDigest}`,
  `${key}@ CDS 1 8 2 ${digest}`,
  `${key}@ CDS 45726 8 1 964CD581F31A6CE782DC1049A59CCA2198D7D826`,
  `${key}@ CDS 45726 8 3 ${digest}`,
  `${key}@ CDS 45726 8 200 AABB`,
  `${key}@ CDS 45726 8 2 ${digest}\n@ CDS 45726 8 2 ${otherDigest}`,
  `${key}@ CDS 0 0 0 00`,
  `${key}@ CDNSKEY 0 3 0 AA==`,
  `${key}@ CDNSKEY 257 3 8 AQ==`,
  `${key}@ CDNSKEY 256 3 8 AQ==\n@ CDNSKEY 257 3 8 AQ==`,
  `${key}@ DNSKEY 257 3 13 AQ==\n@ CDNSKEY 257 3 13 AQ==\n@ CDS 1 8 2 ${digest}`,
  `@ DNSKEY 0 3 8 AQ==\n@ CDNSKEY 257 3 8 AQ==`,
  `@ DNSKEY 257 3 0 AQ==\n@ CDNSKEY 257 3 0 AQ==`,
  `@ CDS 0 0 0 00\n@ CDNSKEY 0 3 0 AA==`,
  '@ TYPE59 \\# 5 0000000000',
  `www CDS 45726 8 2 ${digest}`,
  'www CDNSKEY 257 3 8 AQ==',
]

const invalidAnnouncements: readonly string[] = [
  `@ CDS 45726 8 2 ${digest}`,
  `${key}@ CDS 45726 13 2 ${digest}`,
  `${key}@ CDS 45726 8 2 ${digest}\n@ CDS 45726 13 2 ${digest}`,
  `${key}@ CDS 0 0 0 00\n@ CDS 45726 8 2 ${digest}`,
  `${key}@ CDS 0 0 0 0000`,
  '@ CDS 0 0 0 01',
  '@ CDS 1 0 0 00',
  '@ CDNSKEY 257 3 8 AQ==',
  `${key}@ CDNSKEY 257 3 13 AQ==`,
  `${key}@ CDNSKEY 257 3 8 AQ==\n@ CDNSKEY 257 3 13 AQ==`,
  `${key}@ CDNSKEY 0 3 0 AA==\n@ CDNSKEY 257 3 8 AQ==`,
  '@ CDNSKEY 0 3 0 AAAA',
  '@ CDNSKEY 1 3 0 AA==',
  '@ CDS 0 0 0 00\n@ CDNSKEY 257 3 8 AQ==',
  `www DNSKEY 257 3 8 AQ==\n@ CDNSKEY 257 3 8 AQ==`,
]

/** Numbers and names as a server reads them: the beginning of a flag's name, digits behind a sign. */
const validWords: readonly string[] = [
  'x KEY |ZONE 3 8 AQ==',
  'x KEY ZONE| 3 8 AQ==',
  'x KEY ZONE||HOST 3 8 AQ==',
  'x KEY | 3 8 AQ==',
  'x KEY Z 3 8 AQ==',
  'x KEY NO 3 8 AQ==',
  'x KEY FLAG1 3 8 AQ==',
  'x KEY SIG1 3 8 AQ==',
  'x KEY ksk|zo 3 8 AQ==',
  'x KEY 000000000257 3 8 AQ==',
  'x KEY 00000000001f 3 8 AQ==',
  'x EUI48 00-00-5e-00-53-2g',
  'x EUI48 00-00-5e-00-53-2a5',
  'x EUI48 00-00-5e-00-53-2a-00',
  'x EUI48 +0-+a-0-0-0-0',
  'x EUI48 -0-0-0-0-0-0',
  'x EUI48 0x-0X-0-0-0-0xa',
  'x EUI48 \v0-\f0-0-0-0-0',
  'x EUI64 00-00-5e-ef-10-00-00-2g',
  'x CERT 000000000003 0000000000001 000000000008 AQ==',
  'x MX 0000000000000000000000010 a.',
  'x DS 0000000000008 000000000008 000000000009 AB',
  'x RRSIG +1 8 2 300 20300101000000 20200101000000 1 a. AQ==',
  'x RRSIG 0000000000001 8 2 300 20300101000000 20200101000000 1 a. AQ==',
  'x NXT a +1',
  'x WKS 192.0.2.1 +6 +25 \v26',
  'x WKS 192.0.2.1 0000000000006 0000000000025',
  'x A \\# 0000000000000004 C0000202',
  'x TYPE+1 192.0.2.2',
  'x TYPE00001 192.0.2.2',
  'x CLASS00001 A 192.0.2.2',
  'x CLASS+1 A 192.0.2.2',
  'x RESERVED0 A 192.0.2.2',
  'x CLASS0 IN A 192.0.2.2',
  'x 60 CLASS0 A 192.0.2.2',
]

const invalidWords: readonly string[] = [
  'x KEY ZONE|X 3 8 AQ==',
  'x KEY ZONES 3 8 AQ==',
  'x KEY N 3 8',
  'x KEY 0000000000257 3 8 AQ==',
  'x KEY 99999999999 3 8 AQ==',
  'x EUI48 -1-0-0-0-0-0',
  'x EUI48 0x1-0-0-0-0-0',
  'x EUI48 0-0-0-0-0-g',
  'x EUI48 0-0-0-0-0-',
  'x EUI48 0-0-0-0-0-+',
  'x EUI48 00-00-5e-00-53',
  'x CERT 0000000000003 1 8 AQ==',
  'x DS 1 0000000000008 9 AB',
  'x NSEC3PARAM 0000000000001 1 1 -',
  'x RRSIG -1 8 2 300 20300101000000 20200101000000 1 a. AQ==',
  'x TYPE000001 192.0.2.2',
  'x TYPE-1 192.0.2.2',
  'x CLASS000001 A 192.0.2.2',
  'x CLASS0 CH A 192.0.2.2',
  'x IN IN A 192.0.2.2',
]

/** Types whose generic form holds what their own cannot say, and the number sign of TXT. */
const validGeneric: readonly string[] = [
  'x AMTRELAY \\# 2 0A04',
  'x AMTRELAY \\# 3 0AFFAB',
  'x LOC \\# 1 01',
  'x LOC \\# 2 0100',
  'x APL \\# 4 00030080',
  'x APL \\# 5 0003080101',
  'x APL \\# 11 00011803C000020003FF80',
  'x TXT \\#',
  'x TXT \\# a',
  'x TXT \\# "" 4 03616263',
  'x TXT \\# 99999999999 00',
  'x TXT "\\#" 4 03616263',
  'x TXT \\# \\# 4 03616263',
  'x NAPTR \\# 9 000100010130000000',
]

const invalidGeneric: readonly string[] = [
  'x AMTRELAY 10 0 4',
  'x AMTRELAY 10 1 127 \\# 1 AB',
  'x AMTRELAY \\# 1 0A',
  'x IPSECKEY \\# 4 0A0402AB',
  'x LOC \\# 1 00',
  'x APL \\# 5 0003080100',
  'x TXT \\# 3 03616263',
  'x SPF \\# a',
  'x NAPTR \\# 9 000100010000016100',
]

const naptr = (substitution: string) => `x NAPTR 1 1 "" "" "${substitution}" .`

/** Substitutions of NAPTR, whose pattern is one of POSIX. */
const validPatterns: readonly string[] = [
  ...['!^.*$!a!', '!a!b!ii', '/a/b/', '~a~b~i', '!()!a!', '!(a)!\\\\1!', '!a{1,2}!b!', '!a{1,}!b!', '!{a!b!'],
  ...['![a-z]!b!', '![^]a]!b!', '![]a]!b!', '![[:alpha:]]!b!', '![[.a.]-b]!b!', '![[=a=]]!b!', '!a|b!c!'],
  ...['!a!!', '!\\\\!!b!', '!a)!b!', '!^!b!', '!(b|a)!c!'],
].map(naptr)

const invalidPatterns: readonly string[] = [
  ...['a', '!a!b', '!a!b!x', '!a!b!!', '1a1b1', 'iaibi', '!!b!', '!*a!b!', '!a**!b!', '!(a!b!', '!a|!b!'],
  ...['!(a)!\\\\2!', '!a!\\\\0!', '![z-a]!b!', '![a-b-c]!b!', '![[:foo:]]!b!', '![a!b!', '!a{256}!b!'],
  ...['!a{2,1}!b!', '!(|a)!b!', '!^*!b!', '![]!b!', '!\\\\1!b!', '![[==]]!b!', '!a\\000!b!'],
].map(naptr)

const validGenerated: readonly string[] = [
  `$GENERATE 1-2 h${modifier('-5')} TXT a`,
  `$GENERATE 1-2 h${modifier('-5,4,x')} TXT a`,
  `$GENERATE 1-2 h${modifier('-5,4,n')} TXT a`,
  `$GENERATE 1-2 h${modifier('5')}-$ TXT $`,
  `$GENERATE 1-2 h${modifier('99999999999')} TXT a`,
  `$GENERATE 1-2 h${modifier('+0,4294967299')} TXT a`,
  `$GENERATE 17-18 ${modifier('0,4,n')}x TXT a`,
  `$GENERATE 1-1 ${modifier('0,2,N')}x TXT a`,
  '$GENERATE +1-+2 h$ A 192.0.2.$',
  '$GENERATE 1-2x h$ A 192.0.2.$',
  '$GENERATE 4294967297-4294967298 h$ A 192.0.2.1',
  '$GENERATE 2147483646-2147483647 h$ A 192.0.2.1',
  '$GENERATE 1-2147483647/2147483646 h$ A 192.0.2.1',
  '$GENERATE 1-2 h$.elsewhere.test. A nonsense',
  '$GENERATE 1-2 h$ TXT "a\\"b\\"$"',
  '$GENERATE 1-2 h$ TXT "$ ; comment"',
  '$GENERATE 1-2 h$ TXT "$\r("',
  '$GENERATE 1-2 h$ A "192.0.2.$\rnonsense"',
  'www A 192.0.2.2\n$GENERATE 1-2 h$ A 192.0.2.$\n TXT "still www"',
]

const invalidGenerated: readonly string[] = [
  `$GENERATE 1-2 h${modifier('2147483647')} TXT a`,
  `$GENERATE 1-2 h${modifier('0,128')} TXT a`,
  `$GENERATE 1-2 ${modifier('0,128,n')} TXT a`,
  `$GENERATE 1-2 h${modifier('0,-3')} TXT a`,
  `$GENERATE 1-2 h${modifier('0;3')} TXT a`,
  `$GENERATE 1-2 h${modifier('0,3,dd')} TXT a`,
  `$GENERATE 1-2 h${modifier('')} TXT a`,
  `$GENERATE 1-2 h${modifier('0').slice(0, -1)} TXT a`,
  '$GENERATE 1-2/ h$ A 192.0.2.$',
  '$GENERATE -1-2 h$ A 192.0.2.$',
  '$GENERATE 2147483648-2147483649 h$ A 192.0.2.1',
  '$GENERATE 1-2 "h$" A 192.0.2.$',
  '$GENERATE 1-2 h$ TXT "a\\"$"',
  '$GENERATE 1-2 h$ TXT "\r$"',
  '$GENERATE 1-2 h$ SOA "ns1 hostmaster 1 2 3 4 5"',
  '$GENERATE 1-2 *.h$ NS a.',
]

const validLayouts: readonly string[] = [
  'www A 192.0.2.2\rftp A 192.0.2.3',
  '\r',
  'www (\rA 192.0.2.2)',
  'www TXT "a\\\nb"\nftp A 192.0.2.3',
  'www TXT "a\rb"',
  'www TXT a\vb\f',
  'www TXT a ; c\rftp nonsense',
  'x EUI48 00-00-5e-00-53-2a\\',
  '"$TTL" 60\nwww A 192.0.2.2',
  '$DATE 20240101000000',
  '$DATE 21060207062815',
  'x.elsewhere.test. SOA a b 1 2 3 4 5',
  '*.elsewhere.test. NS a.',
]

const invalidLayouts: readonly string[] = [
  'www A\r192.0.2.2',
  'www TXT a\\\r',
  'www TXT a\\',
  'www TXT "a\nb"',
  'www A 192.0.2.2\0',
  '\0www A 192.0.2.2',
  ' "$TTL" 60',
  '$DATE',
  '$DATE 2024',
  '$DATE 19691231235959',
  '$DATE 21060207062816',
  '$DATE 20240101000000 x',
  'x.elsewhere.test. A nonsense',
  'x.elsewhere.test. NSEC3 1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr',
]

/** Lines where it is not obvious what a server takes, added to the valid zone: it takes these. */
export const validBorderAdditions: readonly string[] = [
  ...validAnnouncements,
  ...validWords,
  ...validGeneric,
  ...validPatterns,
  ...validGenerated,
  ...validLayouts,
]

/** Its counterpart: a server refuses these. */
export const invalidBorderAdditions: readonly string[] = [
  ...invalidAnnouncements,
  ...invalidWords,
  ...invalidGeneric,
  ...invalidPatterns,
  ...invalidGenerated,
  ...invalidLayouts,
]
