import { createHash } from 'node:crypto'

/** Names a set of packages on one kind of system: the same set in another order is the same. */
export function packageStamp(packages: readonly string[], system: string): string {
  const sorted = [...new Set(packages)].sort()
  return createHash('sha256')
    .update([system, ...sorted].join('\n'))
    .digest('hex')
}
