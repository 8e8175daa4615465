import type { ServerLook } from '@/lab/mariadb/server-look'
import { relationOf, transactionsAhead } from '@/lib/core/runbooks/mariadb/gtid-set'

/**
 * The server whose history the declared primary must have before it opens; undefined when that is its own. One that
 * was promoted comes first, since customers wrote to it last; then a follower that has what the primary cut off as it
 * came back, though it had been acknowledged. A primary that has led without a break can lack nothing that a follower
 * or a closed copy has.
 */
export function mostComplete(
  primary: ServerLook,
  others: readonly ServerLook[],
  hasLedOn: boolean,
): ServerLook | undefined {
  const followers = others.filter(({ hasSource }) => hasSource)
  const promoted = others.filter(
    (other) => !other.hasSource && (hasLedOn ? !other.isReadOnly : !isLeftBehind(other, primary, followers)),
  )
  const ahead = (servers: readonly ServerLook[]) =>
    servers.filter(({ position }) => relationOf(position, primary.history) !== 'contained')
  const [wanted] = [ahead(promoted), hasLedOn ? [] : ahead(followers)].find((each) => each.length > 0) ?? []
  if (wanted === undefined) return undefined
  const rivals = ahead(wanted.hasSource ? followers : promoted)
  return rivals.reduce((most, each) => (isFurther(each, most) ? each : most), wanted)
}

/** A closed copy, such as a restored backup: somebody who followed the primary has more of it. */
function isLeftBehind(copy: ServerLook, primary: ServerLook, followers: readonly ServerLook[]): boolean {
  if (!copy.isReadOnly) return false
  return followers.some(
    ({ position }) =>
      relationOf(position, copy.history) !== 'contained' &&
      relationOf(position, primary.history) === 'contained',
  )
}

function isFurther(one: ServerLook, other: ServerLook): boolean {
  if (relationOf(other.position, one.history) === 'contained') {
    return relationOf(one.position, other.history) !== 'contained'
  }
  return transactionsAhead(one.position, other.position) > 0
}
