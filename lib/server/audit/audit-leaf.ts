import canonicalize from 'canonicalize'
import { leafHash } from './merkle-tree'

/** What the tree holds of an entry: all that people read, and its place. Ids that a restore may renumber are left out. */
export interface AuditLeaf {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly before: unknown
  readonly after: unknown
  readonly requestId: string | null
}

/** SHA-256 over 0x00 and the entry as canonical JSON (RFC 8785), in hex. */
export function auditLeafHash(leaf: AuditLeaf): string {
  const { seq, at, actor, action, subject, before, after, requestId } = leaf
  const whole = { seq, at, actor, action, subject, before: before ?? null, after: after ?? null, requestId }
  const text = canonicalize(JSON.parse(JSON.stringify(whole)))
  if (text === undefined) throw new Error('an audit entry is not JSON')
  return leafHash(Buffer.from(text)).toString('hex')
}
