import { readName } from './domain-name'
import { isProblem, readEntries } from './read-entries'
import { ZoneFault } from './zone-fault'

/** The zone that a master file says to be of, by its SOA or $ORIGIN, or by its name; without the final dot. */
export function findZoneName(text: string, file: string): string | null {
  let origin: string | undefined
  for (const entry of readEntries(text)) {
    if (isProblem(entry)) continue
    const { tokens, continuesOwner } = entry
    const [first, second] = tokens
    if (first?.text.toUpperCase() === '$ORIGIN' && second?.text.endsWith('.')) origin = second.text
    const isSoa = tokens.slice(1, 4).some((token) => token.text.toUpperCase() === 'SOA')
    if (!isSoa || continuesOwner) continue
    const owner = first?.text ?? ''
    if (owner.endsWith('.')) return named(owner)
    if (owner === '@' && origin !== undefined) return named(origin)
    break
  }
  return (origin === undefined ? null : named(origin)) ?? byFileName(file)
}

function named(name: string): string | null {
  try {
    return readName(name, '.').slice(0, -1) || null
  } catch (error) {
    if (error instanceof ZoneFault) return null
    throw error
  }
}

/** `db.example.org`, `example.org.zone`, `example.org.db`. */
function byFileName(file: string): string | null {
  const name = /^(?:db\.(.+)|(.+)\.(?:zone|db))$/i.exec(file.replace(/^.*[\\/]/, ''))
  const zone = name?.[1] ?? name?.[2] ?? ''
  return /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/i.test(zone) ? zone : null
}
