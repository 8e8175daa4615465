/** Shorter ones would blank out ordinary words. */
const SHORTEST = 4
const CENSOR = '[redacted]'

/** Replaces secrets in everything that is written to a journal, an event or a report. */
export interface Redactor {
  /** From now on this value is nowhere to be seen. */
  add(secret: string): void
  text(text: string): string
  /** Every text inside, however deep. */
  value<Value>(value: Value): Value
}

/** Knows the secrets that were read here; credentials in addresses are replaced whether known or not. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>()

  function text(given: string): string {
    let told = given.replace(/\b([a-z][a-z0-9+.-]*):\/\/[^\s/@]*@/gi, `$1://${CENSOR}@`)
    for (const secret of secrets) told = told.replaceAll(secret, CENSOR)
    return told
  }

  function deep(value: unknown): unknown {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(deep)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, deep(part)]))
  }

  return {
    add(secret) {
      for (const part of [secret, ...secret.split('\n')]) {
        if (part.trim().length >= SHORTEST) secrets.add(part.trim())
      }
    },
    text,
    value: <Value>(value: Value) => sameShape<Value>(deep(value)),
  }
}

/** Only texts are replaced, so what comes out has the shape of what went in. */
function sameShape<Value>(value: unknown): Value {
  return value as Value
}
