import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { makeEstateNode, makeStructure } from '@/lib/testing/estate-factory'
import { ConnectionStore } from './connection-store'
import { EstateStore } from './estate-store'
import { LiveContext, useConnection, useObserved, useRecentEvents, useStructure } from './live-context'
import { RecentEvents } from './recent-events'

function Probe() {
  const parts = [useStructure(), useObserved().generatedAtMs, useConnection().phase, useRecentEvents().length]
  return JSON.stringify(parts)
}

test('a part of a page that is hydrated late begins with what the server drew, whatever came meanwhile', () => {
  const fresh = { estate: new EstateStore(), connection: new ConnectionStore(), events: new RecentEvents() }
  const busy = { estate: new EstateStore(), connection: new ConnectionStore(), events: new RecentEvents() }
  busy.estate.load(makeStructure({ nodes: [makeEstateNode('nginx-1')] }), {
    generatedAtMs: 1_000,
    nodes: new Map(),
    links: new Map(),
    causes: [],
  })
  busy.connection.hear(1_000)
  const draw = (live: typeof fresh) =>
    renderToString(createElement(LiveContext, { value: live }, createElement(Probe)))
  expect(draw(busy)).toBe(draw(fresh))
})
