import type { ParameterChoice } from '../parameter-choices'
import { type GtidSet, parseGtidSet, relationOf } from './gtid-set'
import type { AskedServer } from './replica-facts'
import { leadOf, type PlacedServer, placeWords } from './who-leads'

/**
 * Why an old primary must not take writes again, from what every other server says; null when nothing speaks
 * against it. `history` is all that it has, and null while it is stopped: what it lacks can not be told then.
 */
export function obstacleToReopen(
  node: string,
  others: readonly AskedServer[],
  history: GtidSet | null,
): string | null {
  const obstacles = others.map((other) => obstacleOf(other, node, history))
  // That somebody else leads is the first thing to know.
  return obstacles.find((each) => each?.isLeader)?.words ?? obstacles.find((each) => each)?.words ?? null
}

interface Obstacle {
  readonly isLeader: boolean
  readonly words: string
}

function obstacleOf(other: AskedServer, node: string, history: GtidSet | null): Obstacle | null {
  switch (other.state) {
    case 'silent': {
      const words = `${other.node} is silent, so nobody knows whether it leads: ask it first`
      return { isLeader: false, words }
    }
    case 'primary':
      if (!other.isReadOnly)
        return { isLeader: true, words: `${other.node} leads now: rejoin ${node} instead` }
      return lackOf(node, { of: other.node, positions: [other.written], history })
    case 'replica': {
      const { node: replica, isReadOnly, received, applied } = other.facts
      if (!isReadOnly) {
        return { isLeader: true, words: `${replica} takes writes, though it is a replica: close it first` }
      }
      return lackOf(node, { of: replica, positions: [received, applied], history })
    }
  }
}

interface Compared {
  readonly of: string
  readonly positions: readonly string[]
  readonly history: GtidSet | null
}

/** What another has and it has not would be written anew under the same numbers: two histories. */
function lackOf(node: string, { of, positions, history }: Compared): Obstacle | null {
  if (history === null) return null
  const more = positions.find((each) => relationOf(parseGtidSet(each), history) !== 'contained')
  if (more === undefined) return null
  return { isLeader: false, words: `${of} is at ${more}, which ${node} has not: promote ${of} instead` }
}

/** Which server could take writes again: the one that led last, as long as nobody leads. Of the others, why not. */
export function reopenChoices(servers: readonly PlacedServer[]): readonly ParameterChoice[] {
  const lead = leadOf(servers)
  const choices = servers.map(({ node, answer }): ParameterChoice => {
    const words = placeWords(answer)
    if (lead.state === 'leads' && lead.node === node)
      return { value: node, verdict: 'already', reason: 'it leads already' }
    if (lead.state === 'led' && lead.node === node)
      return { value: node, verdict: 'fit', reason: `it led last, and ${words}` }
    return { value: node, verdict: 'unfit', reason: words }
  })
  return choices.toSorted((one, other) => Number(one.verdict !== 'fit') - Number(other.verdict !== 'fit'))
}
