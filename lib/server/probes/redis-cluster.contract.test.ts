import { describe, expect, it, vi } from 'vitest'
import { breakLab, labPort } from '@/lib/testing/lab'
import { describeProbeContract, probeLab } from '@/lib/testing/probe-contract'

const members = [21, 22, 23, 24, 25, 26].map((last) => ({ host: `127.10.3.${last}`, port: labPort(6379) }))
const settings = { members, password: 'file:lab/secrets/redis' }

describeProbeContract({
  kind: 'redis-cluster',
  node: 'redis-6',
  settings,
  healthy: { status: 'healthy', reason: 'all slots covered, 6 members answer' },
  killed: { status: 'degraded', reason: /127\.10\.3\.26:6379|slots have no master that answers/ },
  hung: { status: 'degraded', reason: /127\.10\.3\.26:6379|slots have no master that answers/ },
  holds: true,
})

describe('the redis-cluster probe of the whole', () => {
  const lab = probeLab()

  it('is degraded, not down, once a replica has taken over from a lost master', async () => {
    await breakLab('redis-master-lost')
    await vi.waitFor(
      async () => {
        const { judgement } = await lab.run('redis-cluster', settings)
        expect(judgement.status).toBe('degraded')
        expect(judgement.figures.slotsCovered).toBe(16_384)
      },
      { timeout: 40_000, interval: 500 },
    )
  })

  it('is down when slots have nobody left to serve them', async () => {
    for (const node of ['redis-1', 'redis-2', 'redis-3', 'redis-4']) await breakLab('kill', node)
    await vi.waitFor(
      async () => {
        const { judgement } = await lab.run('redis-cluster', settings)
        expect(judgement.status).toBe('down')
        expect(judgement.figures.slotsCovered).toBeLessThan(16_384)
      },
      { timeout: 40_000, interval: 500 },
    )
  })
})
