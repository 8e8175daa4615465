'use client'

import { useEffect, useState } from 'react'
import type { ViewGraph } from '../graph/view-graph'
import { computeLayout } from '../layout/compute-layout'
import { contentHash } from '../layout/content-hash'
import type { Positions } from '../layout/positions'

const computed = new Map<string, Promise<Positions>>()

/** The positions of a graph's cards; null while they are worked out. The same graph is laid out once. */
export function useLayout(graph: ViewGraph | null): Positions | null {
  const hash = graph ? contentHash(graph) : null
  const [done, setDone] = useState<{ readonly hash: string; readonly positions: Positions } | null>(null)
  useEffect(() => {
    if (graph === null || hash === null) return
    let isWanted = true
    const layout = computed.get(hash) ?? computeLayout(graph).then(({ positions }) => positions)
    computed.set(hash, layout)
    void layout.then((positions) => {
      if (isWanted) setDone({ hash, positions })
    })
    return () => {
      isWanted = false
    }
  }, [graph, hash])
  return done?.hash === hash ? done.positions : null
}
