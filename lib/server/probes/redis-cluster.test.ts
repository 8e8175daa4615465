import { describe, expect, it } from 'vitest'
import { DEADLINE, failed } from './failure'
import { parseClusterNodes } from './redis/cluster-nodes'
import { parseInfo } from './redis/info'
import { redisClusterProbe } from './redis-cluster.probe'

const settings = redisClusterProbe.settings.parse({ members: [{ host: '10.0.0.1', port: 6379 }] })
const refused = failed('connect', 'ECONNREFUSED', 1)

/** Masters 1 and 2, their replicas 3 and 4; `flags` replaces those of a node. */
function view(state: 'ok' | 'fail', flags: Record<number, string> = {}) {
  const node = (id: number, role: string, rest: string) =>
    `id${id} 10.0.0.${id}:6379@16379 ${flags[id] ?? role} ${rest}`
  const nodes = parseClusterNodes(
    [
      node(1, 'myself,master', '- 0 0 1 connected 0-8191'),
      node(2, 'master', '- 0 0 2 connected 8192-16383'),
      node(3, 'slave', 'id1 0 0 1 connected'),
      node(4, 'slave', 'id2 0 0 2 connected'),
    ].join('\n'),
  )
  return {
    outcome: 'read' as const,
    info: parseInfo(`cluster_state:${state}\r\ncluster_known_nodes:4\r\n`),
    nodes,
  }
}

function judge(seen: readonly (ReturnType<typeof view> | ReturnType<typeof failed>)[]) {
  const members = seen.map((one, index) => ({ address: `10.0.0.${index + 1}:6379`, seen: one }))
  const { status, reason, figures } = redisClusterProbe.judge(members, settings, 0)
  return { status, reason, slotsCovered: figures.slotsCovered }
}

describe('the judgement of a Redis Cluster', () => {
  it('is healthy when all slots are covered and all members answer', () => {
    const all = view('ok')
    expect(judge([all, all, all, all])).toEqual({
      status: 'healthy',
      reason: 'all slots covered, 4 members answer',
      slotsCovered: 16_384,
    })
  })

  it('is degraded when a replica does not answer', () => {
    const all = view('ok')
    expect(judge([all, all, all, refused])).toMatchObject({
      status: 'degraded',
      reason: '1 of 4 members do not answer: 10.0.0.4:6379',
    })
  })

  it('is degraded when a master does not answer and the others have not noticed', () => {
    const all = view('ok')
    expect(judge([refused, all, all, all])).toEqual({
      status: 'degraded',
      reason: '8192 slots have no master that answers',
      slotsCovered: 8_192,
    })
  })

  it('is down when the members say so', () => {
    const bad = view('fail', { 1: 'master,fail' })
    expect(judge([refused, bad, bad, bad])).toEqual({
      status: 'down',
      reason: 'the cluster is down: 8192 of 16384 slots are covered',
      slotsCovered: 8_192,
    })
  })

  it('is degraded, not down, when the fewer members see it as down', () => {
    const all = view('ok')
    expect(judge([all, all, all, view('fail')])).toMatchObject({
      status: 'degraded',
      reason: '1 of 4 members see the cluster as down',
    })
  })

  it('is down when nobody answers, unknown when nobody lets the probe in', () => {
    expect(judge([failed('answer', DEADLINE, 4_000), refused])).toMatchObject({
      status: 'down',
      reason: 'no member answers: no answer in 4 s',
    })
    const denied = failed('sign-in', 'WRONGPASS', 1, 'the probe may not sign in: its password is wrong')
    expect(judge([denied, denied]).status).toBe('unknown')
  })
})

describe('a line of CLUSTER NODES', () => {
  it('counts single slots and ranges, and leaves out slots on the move', () => {
    const [node] = parseClusterNodes('a 10.0.0.1:6379@16379,host master - 0 0 1 connected 5 10-19 [93->-b]')
    expect(node).toEqual({
      id: 'a',
      address: '10.0.0.1:6379',
      role: 'master',
      state: 'well',
      masterId: undefined,
      slots: 11,
    })
  })
})
