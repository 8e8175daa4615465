import { readBytes, writeByte } from './escapes'
import { ZoneFault } from './zone-fault'

const LONGEST_LABEL = 63
const LONGEST_NAME = 255
const DOT = 0x2e
const SPECIAL = '."\\();@$'

/** The absolute name that a token names, in master-file form with its final dot. Throws ZoneFault. */
export function readName(token: string, origin: string): string {
  if (token === '@') return origin
  if (token === '.') return '.'
  const labels: number[][] = []
  let label: number[] = []
  let isAbsolute = false
  for (const { value, isEscaped } of readBytes(token)) {
    isAbsolute = value === DOT && !isEscaped
    if (!isAbsolute) label.push(value)
    else {
      labels.push(label)
      label = []
    }
  }
  if (!isAbsolute) labels.push(label)
  const own = labels.map((bytes) => writeLabel(bytes, token)).join('.')
  return checkedLength(isAbsolute ? `${own}.` : joinNames(own, origin), token)
}

function joinNames(own: string, origin: string): string {
  return origin === '.' ? `${own}.` : `${own}.${origin}`
}

/** A label in master-file form; empty and too long ones are refused. */
export function writeLabel(bytes: readonly number[], token: string): string {
  if (bytes.length === 0)
    throw new ZoneFault(`the name ${token} has an empty label`, 'Write one dot between labels.')
  if (bytes.length > LONGEST_LABEL) {
    throw new ZoneFault(`a label of ${shown(token)} is longer than 63 bytes`, 'Shorten it.')
  }
  return bytes.map((value) => writeByte(value, SPECIAL)).join('')
}

export function checkedLength(name: string, token: string): string {
  if (wireLength(name) <= LONGEST_NAME) return name
  throw new ZoneFault(
    `the name ${shown(token)} is longer than 255 bytes`,
    'Shorten it, or give it a final dot.',
  )
}

function wireLength(name: string): number {
  return name === '.' ? 1 : labelsOf(name).reduce((sum, label) => sum + 1 + labelLength(label), 1)
}

function labelLength(label: string): number {
  return label.replace(/\\(?:[0-9]{3}|.)/g, 'x').length
}

/** The labels of an absolute name as written, the leftmost first. The root has none. */
export function labelsOf(name: string): readonly string[] {
  return name === '.' ? [] : (name.slice(0, -1).match(/(?:\\[0-9]{3}|\\.|[^.\\])+/g) ?? [])
}

export function isWithin(name: string, zone: string): boolean {
  const [inner, outer] = [name.toLowerCase(), zone.toLowerCase()]
  if (outer === '.' || inner === outer) return true
  if (!inner.endsWith(`.${outer}`)) return false
  // The dot before may be an escaped one, which is part of a label.
  return (
    !inner.includes('\\') || labelsOf(inner).slice(-labelsOf(outer).length).join('.') === outer.slice(0, -1)
  )
}

/** Letters, digits and hyphens, as names of hosts must be (RFC 952, RFC 1123); `*` may be its first label. */
export function isHostName(name: string, mayBeWildcard = false): boolean {
  const labels = labelsOf(name)
  const rest = mayBeWildcard && labels[0] === '*' ? labels.slice(1) : labels
  return rest.every((label) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label))
}

/** A mailbox as a name: the first label is its local part, the rest a name of a host. */
export function isMailbox(name: string): boolean {
  const [local = '', ...rest] = labelsOf(name)
  if (name === '.') return true
  return !/\\[0-9]{3}/.test(local) && rest.length > 0 && isHostName(`${rest.join('.')}.`)
}

function shown(token: string): string {
  return token.length > 60 ? `${token.slice(0, 60)}…` : token
}
