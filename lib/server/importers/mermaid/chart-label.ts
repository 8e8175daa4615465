/** Names that HTML has for characters which a label cannot hold otherwise; a number says any other. */
const named: Readonly<Record<string, string>> = {
  ...{
    quot: '"',
    amp: '&',
    lt: '<',
    gt: '>',
    apos: "'",
    nbsp: ' ',
    num: '#',
    semi: ';',
    colon: ':',
    comma: ',',
  },
  ...{
    lpar: '(',
    rpar: ')',
    lsqb: '[',
    lbrack: '[',
    rsqb: ']',
    rbrack: ']',
    lcub: '{',
    rcub: '}',
    vert: '|',
  },
  ...{
    ast: '*',
    plus: '+',
    percnt: '%',
    sol: '/',
    bsol: '\\',
    equals: '=',
    grave: '`',
    lowbar: '_',
    excl: '!',
  },
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', euro: '€', deg: '°' },
  ...{
    ndash: '–',
    mdash: '—',
    hellip: '…',
    middot: '·',
    bull: '•',
    times: '×',
    larr: '←',
    rarr: '→',
    harr: '↔',
  },
}

const BREAK = /<br\s*\/?>|\\n/gi
const TAG = /<\/?[a-z][^<>]*>/gi
const ICON = /\bfa[bklrs]?:fa-[\w-]+/g
const CODE = /[#&]#?(\w+);/g

/**
 * What a label says, without what only lays it out: quotes, breaks, tags, icons and the marks of a Markdown string.
 * Undefined where a code in it names a character that is not known.
 */
export function plainLabel(text: string): string | undefined {
  const inner = text.trim().replace(/^"(.*)"$/s, '$1')
  const markdown = /^`(.*)`$/s.exec(inner)?.[1]
  const words = (markdown === undefined ? inner : withoutMarks(markdown))
    .replace(BREAK, ' ')
    .replace(TAG, '')
    .replace(ICON, ' ')
  const codes = [...words.matchAll(CODE)].map(([code, name = '']) => [code, characterOf(name)] as const)
  if (codes.some(([, character]) => character === undefined)) return undefined
  const decoded = words.replace(CODE, (code) => codes.find(([each]) => each === code)?.[1] ?? code)
  return decoded.replace(/\s+/g, ' ').trim()
}

function withoutMarks(markdown: string): string {
  return markdown
    .replace(/(\*{1,3})(?=\S)([^*]*[^*\s])\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}_])(_{1,3})(?=\S)([^_]*[^_\s])\1(?![\p{L}\p{N}_])/gu, '$2')
}

function characterOf(name: string): string | undefined {
  if (!/^\d{1,7}$/.test(name)) return Object.hasOwn(named, name) ? named[name] : undefined
  const code = Number(name)
  const isCharacter = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : undefined
}
