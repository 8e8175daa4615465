'use client'

import { useEffect, useState } from 'react'
import type { ViewGraph } from '../graph/view-graph'
import { computeLayout } from '../layout/compute-layout'
import { contentHash } from '../layout/content-hash'
import { followLayout, type Layout } from '../layout/follow-layout'
import { plainLayout } from '../layout/plain-layout'
import type { Positions } from '../layout/positions'

type MapLayout = Layout<Positions>

const computed = new Map<string, MapLayout>()

/** Where a graph's cards stand; null while it is worked out. The same graph is laid out once. */
export function useLayout(graph: ViewGraph): MapLayout | null {
  const hash = contentHash(graph)
  const [done, setDone] = useState<{ readonly hash: string; readonly layout: MapLayout } | null>(null)
  useEffect(() => {
    if (computed.has(hash)) return
    return followLayout({
      compute: (signal) => computeLayout(graph, signal),
      plain: () => plainLayout(graph),
      onLayout: (layout) => {
        if (layout.isFull) computed.set(hash, layout)
        setDone({ hash, layout })
      },
    })
  }, [graph, hash])
  return computed.get(hash) ?? (done?.hash === hash ? done.layout : null)
}
