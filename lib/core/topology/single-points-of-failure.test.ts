import { describe, expect, it } from 'vitest'
import { estate } from '@/lib/testing/estate'
import { defaultEntryPoints, singlePointsOfFailure } from './single-points-of-failure'

const pool = [{ slug: 'pool', policy: { type: 'at-least' as const, required: 1 } }]
const links = [
  { source: 'customers', target: 'edge' },
  { source: 'edge', target: 'web-1' },
  { source: 'edge', target: 'web-2' },
  { source: 'web-1', target: 'database' },
  { source: 'web-2', target: 'database' },
  { source: 'backup', target: 'storage', kind: 'backup' as const },
]
const nodes = [
  { slug: 'customers', kind: 'actor' as const, probes: [] },
  'edge',
  { slug: 'web-1', group: 'pool' },
  { slug: 'web-2', group: 'pool' },
  'database',
  'backup',
  'storage',
]

describe('singlePointsOfFailure', () => {
  it('lists what alone cuts the customers off, the worst first, and no member of a redundant pair', () => {
    expect(singlePointsOfFailure(estate({ nodes, links, groups: pool }))).toEqual([
      { slug: 'database', cutsOff: ['customers'], impacts: ['customers', 'edge', 'web-1', 'web-2'] },
      { slug: 'edge', cutsOff: ['customers'], impacts: ['customers'] },
    ])
  })

  it('lists the members of a pair that does not stand in for each other', () => {
    const found = singlePointsOfFailure(
      estate({ nodes, links, groups: [{ slug: 'pool', policy: { type: 'all' } }] }),
    )
    expect(found.map(({ slug }) => slug)).toEqual(['database', 'web-1', 'web-2', 'edge'])
  })

  it('looks from the nodes on which nobody depends, where there are no people', () => {
    const inventory = estate({ nodes: nodes.slice(1), links: links.slice(1), groups: pool })
    expect(defaultEntryPoints(inventory)).toEqual(['edge', 'backup'])
    expect(singlePointsOfFailure(inventory).map(({ slug }) => slug)).toEqual(['database', 'storage'])
  })

  it('looks from the entry points that it is given', () => {
    const found = singlePointsOfFailure(estate({ nodes, links, groups: pool }), ['backup'])
    expect(found.map(({ slug }) => slug)).toEqual(['storage'])
  })
})
