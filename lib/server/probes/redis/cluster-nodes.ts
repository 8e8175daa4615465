/** One line of CLUSTER NODES. */
export interface ClusterNode {
  readonly id: string
  /** `127.0.0.1:6379`. */
  readonly address: string
  readonly role: 'master' | 'replica'
  /** Marked as failing by the member that was asked; `suspected` is its own opinion only. */
  readonly state: 'well' | 'suspected' | 'failed'
  readonly masterId: string | undefined
  readonly slots: number
}

export function parseClusterNodes(reply: unknown): ClusterNode[] {
  return String(reply)
    .split('\n')
    .map((line) => line.trim().split(' '))
    .filter((fields) => fields.length >= 8)
    .map(nodeOf)
}

function nodeOf(fields: readonly string[]): ClusterNode {
  const [id = '', address = '', flagText = '', masterId = '-'] = fields
  const flags = flagText.split(',')
  const failing = flags.includes('fail') ? 'failed' : 'suspected'
  return {
    id,
    address: address.split('@')[0] ?? '',
    role: flags.includes('master') ? 'master' : 'replica',
    state: flags.includes('fail') || flags.includes('fail?') ? failing : 'well',
    masterId: masterId === '-' ? undefined : masterId,
    slots: fields.slice(8).reduce((sum, range) => sum + slotsIn(range), 0),
  }
}

/** `0-5460`, `7000`; slots on the move (`[93->-…]`) are counted where they still are. */
function slotsIn(range: string): number {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? []
  if (from === undefined) return 0
  return to === undefined ? 1 : Number(to) - Number(from) + 1
}
