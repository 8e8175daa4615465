import fc from 'fast-check'

const split = (text: string) => fc.constantFrom(...text.split(' '))

const ranges = split(
  '1-3 1-3/2 3-1 0-1 1-2/0 1-2/ a-b 1 1-2x 1-2/1x 1-2/3/4 01-02 -1-2 +1-2 1-+2 1--2 1-70000/9999 "1-2" 2147483646-2147483647 2147483647-2147483648 0-0/2147483648 1-2/4294967296 4294967295-4294967295 4294967296-4294967297',
)
const modifiers = split(
  '{0} {1} {-1} {-5} {+1} {0,0} {0,3} {0,3,d} {0,3,x} {0,3,X} {0,3,o} {0,5,n} {0,4,N} {0,0,n} {0,2,q} {0,300,d} {0,255} {0,-3} {,3} {} {a} {0,3,d {0,3,dd} {0;3} {2147483647} {99999999999} {1,2,3}',
)
const value = fc.oneof(
  split('$ $$ \\$ $ $$$'),
  modifiers.map((modifier) => `$${modifier}`),
)
const left = fc.tuple(split('h a.b. x\\. @'), value, split('a . .x')).map((parts) => parts.join(''))
const right = fc.oneof(
  value.map((written) => `A 192.0.2.${written}`),
  value.map((written) => `CNAME x${written}`),
  value.map((written) => `AAAA ::${written}`),
  value.map((written) => `TXT "n ${written}"`),
  value.map((written) => `MX "10 a${written}"`),
  value.map((written) => `PTR ${written}.x.`),
  value.map((written) => `60 IN A 192.0.2.${written}`),
  split('SOA A FOO 60 IN CH NS').map((word) => `${word} a`),
  ...[
    '"ns1 hostmaster 1 2 3 4 5"',
    '"1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr"',
    '"a\\"b\\"$"',
    '"a\\"$"',
  ].map((text) => split('SOA NSEC3 TXT MD NS CDS').map((type) => `${type} ${text}`)),
  fc.constantFrom('', 'A', 'A 192.0.2.1 192.0.2.2', 'DS 1 8 2 AB', 'TXT ""', 'A \\# 4 c0000201'),
)

const directives = fc.constantFrom(
  ...['$TTL 5', '$TTL 1h', '$TTL', '$TTL x', '$TTL 5 6', '$TTL 4294967295', '$TTL 4294967296', '$ttl 5'],
  ...[
    '$ORIGIN sub',
    '$ORIGIN sub.example.org.',
    '$ORIGIN .',
    '$ORIGIN',
    '$ORIGIN a b',
    '$ORIGIN other.test.',
  ],
  ...[
    '$origin sub',
    '$FOO 1',
    '$DATE',
    '$DATE 20240101000000',
    '$DATE x',
    '$',
    ' $TTL 5',
    '$INCLUDE',
    '"$TTL" 5',
  ],
  ...[
    '$TTL 5 ; c',
    '$TTL (5\n)',
    '($TTL 5)',
    '$TTL 5 )',
    '$ORIGIN \\',
    '$ORIGIN @',
    '$ORIGIN ""',
    '$ORIGIN "a"',
  ],
)

/** A line that is no record, whole or not. */
export const arbitraryDirective = fc.oneof(
  directives,
  fc.tuple(ranges, left, right).map((parts) => ['$GENERATE', ...parts].join(' ')),
)

/** What stands in files besides records: blanks, parentheses and bytes in odd places. */
export const arbitraryOddity = fc.constantFrom(
  ...[
    '; only',
    '',
    '   ',
    '()',
    '(',
    ')',
    '( www A\n192.0.2.1 )',
    '"www" A 192.0.2.1',
    '\tA 192.0.2.9',
    '\\',
  ],
  ...[
    '\u0000',
    '\ufeff',
    '@',
    'www',
    'www IN',
    'www 60',
    'IN A 192.0.2.1',
    'A A 192.0.2.1',
    'IN IN A 192.0.2.1',
  ],
  ...['60 60 A 192.0.2.1', '60 A 192.0.2.1', 'www A ; c', 'www A(192.0.2.1)', 'www(A 192.0.2.1)'],
  ...[
    'www A\t192.0.2.1',
    'www\tIN\tA\t192.0.2.1',
    'www A 192.0.2.1;x',
    'www TXT a;x',
    'www\u00a0A 192.0.2.1',
  ],
  ...[
    'www\fA 192.0.2.1',
    'www\vA 192.0.2.1',
    'www A 192.0.2.1\rftp A 192.0.2.2',
    '\r',
    '\r\r',
    'www A\r192.0.2.1',
  ],
  ...[
    'www A (192.0.2.1\r)',
    'www TXT a\\',
    'www TXT a\\\r',
    'www TXT "a\r"',
    'www TXT a ; c\rftp A 192.0.2.1',
  ],
  ...[
    '(\n)',
    '(\n www A 192.0.2.1)',
    ' (\n) A 192.0.2.1',
    'www ((A) 192.0.2.1)',
    '; (',
    'www TXT "("',
    'a;b A 1.2.3.4',
  ],
)
