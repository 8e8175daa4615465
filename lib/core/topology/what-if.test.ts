import { describe, expect, it } from 'vitest'
import { estate, observed } from '@/lib/testing/estate'
import { whatIf } from './what-if'

const inventory = estate({
  nodes: ['edge', { slug: 'web-1', group: 'pool' }, { slug: 'web-2', group: 'pool' }, 'database'],
  links: [
    { source: 'edge', target: 'web-1' },
    { source: 'edge', target: 'web-2' },
    { source: 'web-1', target: 'database' },
  ],
  groups: [{ slug: 'pool', policy: { type: 'at-least', required: 1 } }],
})

describe('whatIf', () => {
  it('adds assumed failures to those that are there', () => {
    const result = whatIf(
      inventory,
      observed(inventory, { 'web-2': 'down' }),
      new Map([['database', 'down']]),
    )
    expect(result.cutOff).toEqual(['edge', 'web-1', 'web-2'])
    expect(result.newlyCutOff).toEqual(['edge', 'web-1'])
  })

  it('marks what is assumed as assumed', () => {
    const { view } = whatIf(inventory, observed(inventory), new Map([['database', 'down']]))
    expect(view.nodes.at(-1)?.health).toMatchObject({ status: 'down', reason: 'assumed to be down' })
  })

  it('can assume that a failed node is repaired', () => {
    const now = observed(inventory, { database: 'down' })
    expect(whatIf(inventory, now, new Map([['database', 'healthy']])).cutOff).toEqual([])
  })

  it('sees through maintenance', () => {
    const now = observed(inventory, {}, { maintenance: new Map([['database', 'upgrade']]) })
    const { view, cutOff } = whatIf(inventory, now, new Map([['database', 'down']]))
    expect(view.nodes.at(-1)?.health.status).toBe('down')
    expect(cutOff).toEqual(['web-1'])
  })
})
