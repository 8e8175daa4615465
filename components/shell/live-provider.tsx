'use client'

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { callApi } from '@/lib/client/api-client'
import { ApiProblem } from '@/lib/client/api-problem'
import { ConnectionStore } from '@/lib/client/live/connection-store'
import { EstateStore } from '@/lib/client/live/estate-store'
import { LiveContext } from '@/lib/client/live/live-context'
import { LiveSubscription } from '@/lib/client/live/live-subscription'
import { RecentEvents } from '@/lib/client/live/recent-events'
import { followEvent } from '@/lib/client/queries/follow-events'
import { getTopology } from '@/lib/core/api/topology'

/** One stream for the whole console, from the first page to the last, and what was read beside it. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [client] = useState(createQueryClient)
  const [live] = useState(() => ({
    estate: new EstateStore(),
    connection: new ConnectionStore(),
    events: new RecentEvents(),
  }))
  useEffect(() => {
    const subscription = new LiveSubscription({
      ...live,
      loadTopology: () => callApi(getTopology, {}).catch(rethrowSignedIn),
      onEvent: (event) => {
        live.events.add(event)
        followEvent(client, event)
      },
    })
    return subscription.start()
  }, [live, client])
  return (
    <QueryClientProvider client={client}>
      <LiveContext value={live}>{children}</LiveContext>
    </QueryClientProvider>
  )
}

/** Answers that the person must see are not asked for again and again; those of a server that is away are. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
      },
    },
  })
}

/** A session that has ended cannot be mended here: the sign-in page leads back. */
function leaveWhenSignedOut(error: Error): void {
  if (!(error instanceof ApiProblem) || error.status !== 401) return
  const here = `${location.pathname}${location.search}`
  location.assign(`/sign-in?callbackUrl=${encodeURIComponent(here)}`)
}

function rethrowSignedIn(error: Error): never {
  leaveWhenSignedOut(error)
  throw error
}
