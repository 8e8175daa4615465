import type { ParameterChoice } from '../parameter-choices'

/** A server of the cluster, as far as one must know it to say who leads, or led until it fell silent. */
export interface PlacedServer {
  readonly node: string
  /** Null when it does not answer. */
  readonly answer: {
    readonly isReadOnly: boolean
    /** The node that it replicates from; its address where nobody declares it; null when from nowhere. */
    readonly follows: string | null
  } | null
}

/** `led`: nobody takes writes now, and this is the one that the others still follow. */
export type Lead =
  | { readonly state: 'leads'; readonly node: string }
  | { readonly state: 'led'; readonly node: string; readonly followers: readonly string[] }
  | { readonly state: 'several'; readonly nodes: readonly string[] }
  | { readonly state: 'unknown' }

/** Who leads by what the servers say of themselves, whatever is declared. */
export function leadOf(servers: readonly PlacedServer[]): Lead {
  const leaders = servers.filter(isLeading).map(({ node }) => node)
  const [leader, second] = leaders
  if (leader !== undefined)
    return second === undefined ? { state: 'leads', node: leader } : { state: 'several', nodes: leaders }
  const sources = servers
    .filter(({ answer }) => answer?.follows != null)
    .map(({ node }) => ({ node, source: sourceOf(node, servers) }))
  const silent = servers.filter(({ answer }) => answer === null).map(({ node }) => node)
  const followed = servers
    .map(({ node }) => node)
    .filter((node) => sources.some(({ source }) => source === node))
  // Replicas that follow different ones: a silent one may have led, one that answers closed does not.
  const led = followed.length === 1 ? followed : followed.filter((node) => silent.includes(node))
  const [node] = led
  if (node === undefined || led.length > 1) return { state: 'unknown' }
  const followers = sources.filter(({ source }) => source === node).map((each) => each.node)
  return { state: 'led', node, followers }
}

/** Where a server's data comes from in the end, over every server between; itself when it follows nobody. */
export function sourceOf(node: string, servers: readonly PlacedServer[]): string {
  const passed = new Set<string>()
  let at = node
  while (!passed.has(at)) {
    passed.add(at)
    at = servers.find((each) => each.node === at)?.answer?.follows ?? at
  }
  return at
}

/** Why a node cannot be the primary that failed; null when it leads, when it led, or when nobody can tell. */
export function refusalAsFailed(node: string, servers: readonly PlacedServer[]): string | null {
  const lead = leadOf(servers)
  const answer = servers.find((each) => each.node === node)?.answer ?? null
  const words = `${node} ${placeWords(answer)}`
  if (lead.state === 'leads' && lead.node !== node) return `${lead.node} takes writes; ${words}`
  if (answer !== null && answer.follows !== null) return `${words}: it is a replica`
  if (lead.state === 'led' && lead.node !== node)
    return `${lead.node} led last, ${lead.followers.join(' and ')} still ${lead.followers.length === 1 ? 'follows' : 'follow'} it; ${words}`
  return null
}

/** Which server can be the primary that has failed: the one that leads, or led last. Of the others, why not. */
export function failedChoices(servers: readonly PlacedServer[]): readonly ParameterChoice[] {
  const lead = leadOf(servers)
  const choices = servers.map(({ node, answer }): ParameterChoice => {
    if ((lead.state !== 'leads' && lead.state !== 'led') || lead.node !== node) {
      const twin = lead.state === 'several' && lead.nodes.includes(node) ? ', and is not the only one' : ''
      return { value: node, verdict: 'unfit', reason: `${placeWords(answer)}${twin}` }
    }
    const reason = lead.state === 'leads' ? 'it leads now' : `it led last, and ${placeWords(answer)}`
    return { value: node, verdict: 'fit', reason }
  })
  return choices.toSorted((one, other) => Number(one.verdict !== 'fit') - Number(other.verdict !== 'fit'))
}

/** `follows mariadb-primary`: what a server is seen to do. */
export function placeWords(answer: PlacedServer['answer']): string {
  if (answer === null) return 'does not answer'
  if (answer.follows !== null) return `follows ${answer.follows}`
  return answer.isReadOnly ? 'takes no writes' : 'takes writes'
}

function isLeading({ answer }: PlacedServer): boolean {
  return answer !== null && !answer.isReadOnly && answer.follows === null
}
