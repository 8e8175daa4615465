'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { callApi } from '@/lib/client/api-client'
import { ConnectionStore } from '@/lib/client/live/connection-store'
import { EstateStore } from '@/lib/client/live/estate-store'
import { LiveContext } from '@/lib/client/live/live-context'
import { LiveSubscription } from '@/lib/client/live/live-subscription'
import { getTopology } from '@/lib/core/api/topology'

/** One stream for the whole console, from the first page to the last. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [live] = useState(() => ({ estate: new EstateStore(), connection: new ConnectionStore() }))
  useEffect(() => {
    const subscription = new LiveSubscription({
      ...live,
      loadTopology: () => callApi(getTopology, { params: {}, query: {} }),
      onEvent: () => undefined,
    })
    return subscription.start()
  }, [live])
  return <LiveContext value={live}>{children}</LiveContext>
}
