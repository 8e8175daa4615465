/** What a rule can look at. */
export interface RequestFields {
  readonly 'http.request.uri.path': string
  readonly 'http.request.method': string
  readonly 'http.host': string
  readonly 'ip.src': string
}

type Predicate = (fields: RequestFields) => boolean

interface Cursor {
  readonly tokens: readonly string[]
  at: number
}

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[A-Za-z_][\w.]*|\d[\w.:/]*|[(){},]|==|!=|&&|\|\|)/y
const FIELDS = new Set(['http.request.uri.path', 'http.request.method', 'http.host', 'ip.src'])

/**
 * Understands the part of the Rules language that the lab needs: fields, `eq ne contains in`, `starts_with`,
 * `ends_with`, `and or not`, brackets. Throws for anything else, so that a rule is refused, never ignored.
 */
export function parseExpression(source: string): Predicate {
  const cursor: Cursor = { tokens: tokenize(source), at: 0 }
  const predicate = parseOr(cursor)
  if (cursor.at !== cursor.tokens.length) throw new Error(`unexpected "${cursor.tokens[cursor.at]}"`)
  return predicate
}

function tokenize(source: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  const end = source.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex
    const match = TOKEN.exec(source)
    if (!match?.[1]) throw new Error(`cannot read "${source.slice(start)}"`)
    tokens.push(match[1])
  }
  return tokens
}

function parseOr(cursor: Cursor): Predicate {
  const parts = [parseAnd(cursor)]
  while (takeAny(cursor, ['or', '||'])) parts.push(parseAnd(cursor))
  return (fields) => parts.some((part) => part(fields))
}

function parseAnd(cursor: Cursor): Predicate {
  const parts = [parseNot(cursor)]
  while (takeAny(cursor, ['and', '&&'])) parts.push(parseNot(cursor))
  return (fields) => parts.every((part) => part(fields))
}

function parseNot(cursor: Cursor): Predicate {
  if (!takeAny(cursor, ['not'])) return parsePrimary(cursor)
  const inner = parseNot(cursor)
  return (fields) => !inner(fields)
}

function parsePrimary(cursor: Cursor): Predicate {
  const token = next(cursor)
  if (token === 'true') return () => true
  if (token === 'false') return () => false
  if (token === '(') {
    const inner = parseOr(cursor)
    expectToken(cursor, ')')
    return inner
  }
  if (token === 'starts_with' || token === 'ends_with') return parseCall(cursor, token)
  return parseComparison(cursor, fieldOf(token))
}

function parseCall(cursor: Cursor, name: 'starts_with' | 'ends_with'): Predicate {
  expectToken(cursor, '(')
  const field = fieldOf(next(cursor))
  expectToken(cursor, ',')
  const wanted = literalOf(next(cursor))
  expectToken(cursor, ')')
  return name === 'starts_with'
    ? (fields) => fields[field].startsWith(wanted)
    : (fields) => fields[field].endsWith(wanted)
}

function parseComparison(cursor: Cursor, field: keyof RequestFields): Predicate {
  const operator = next(cursor)
  if (operator === 'in') {
    const allowed = parseSet(cursor)
    return (fields) => allowed.has(fields[field])
  }
  const wanted = literalOf(next(cursor))
  if (operator === 'eq' || operator === '==') return (fields) => fields[field] === wanted
  if (operator === 'ne' || operator === '!=') return (fields) => fields[field] !== wanted
  if (operator === 'contains') return (fields) => fields[field].includes(wanted)
  throw new Error(`unknown operator "${operator}"`)
}

function parseSet(cursor: Cursor): ReadonlySet<string> {
  expectToken(cursor, '{')
  const values = new Set<string>()
  while (!takeAny(cursor, ['}'])) values.add(literalOf(next(cursor)))
  return values
}

function fieldOf(token: string): keyof RequestFields {
  if (!isField(token)) throw new Error(`unknown field "${token}"`)
  return token
}

function isField(token: string): token is keyof RequestFields {
  return FIELDS.has(token)
}

function literalOf(token: string): string {
  if (token.startsWith('"')) return token.slice(1, -1).replace(/\\(.)/g, '$1')
  if (/^\d/.test(token)) return token
  throw new Error(`"${token}" is not a value`)
}

function next(cursor: Cursor): string {
  const token = cursor.tokens[cursor.at]
  if (token === undefined) throw new Error('the expression ends too soon')
  cursor.at += 1
  return token
}

function takeAny(cursor: Cursor, wanted: readonly string[]): boolean {
  const token = cursor.tokens[cursor.at]
  if (token === undefined || !wanted.includes(token)) return false
  cursor.at += 1
  return true
}

function expectToken(cursor: Cursor, wanted: string): void {
  const token = next(cursor)
  if (token !== wanted) throw new Error(`expected "${wanted}", found "${token}"`)
}
