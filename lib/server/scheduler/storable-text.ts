const wholeEscape = /\\(?:u[0-9a-f]{4}|[^u])/g
const unstorable = /^\\u(?:0000|d[89a-f]..)$/

/** A text as PostgreSQL takes it: peers answer with anything, and one NUL must not stop all storing. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd')
}

/** JSON as PostgreSQL takes it in `jsonb`, which knows neither NUL nor halves of surrogate pairs. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!json.includes('\\u')) return json
  return json.replace(wholeEscape, (part) => (unstorable.test(part) ? '\ufffd' : part))
}
