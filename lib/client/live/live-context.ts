'use client'

import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { EventWire } from '@/lib/core/api/events'
import type { HealthStatus } from '@/lib/core/health/health-state'
import type { Cause } from '@/lib/core/topology/topology'
import { type Connection, type Freshness, firstConnection, freshnessAt } from './connection'
import type { ConnectionStore } from './connection-store'
import type { LinkState, NodeState, Observed, Structure } from './estate'
import { EstateStore, type LoadProblem, type Topic } from './estate-store'
import type { RecentEvents } from './recent-events'

/** What the live subscription keeps for the whole console. */
export interface Live {
  readonly estate: EstateStore
  readonly connection: ConnectionStore
  readonly events: RecentEvents
}

export const LiveContext = createContext<Live | null>(null)

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (live === null) throw new Error('useLive needs the console around it')
  return live
}

/** The declared estate; null until it was loaded for the first time. */
export function useStructure(): Structure | null {
  return useEstate('structure', (estate) => estate.structure)
}

/** Why there is nothing to draw yet, where that is known. */
export function useLoadProblem(): LoadProblem | null {
  return useEstate('structure', (estate) => estate.problem)
}

/** One node: only its own changes redraw the caller. */
export function useNodeState(slug: string): NodeState | undefined {
  return useEstate(`node:${slug}`, (estate) => estate.node(slug))
}

export function useLinkState(id: string): LinkState | undefined {
  return useEstate(`link:${id}`, (estate) => estate.link(id))
}

/** The worst of some links that are drawn as one line; undefined when none of them is known. */
export function useWorstLinkStatus(ids: readonly string[]): HealthStatus | undefined {
  return useEstate('any', (estate) => {
    const statuses = ids.flatMap((id) => estate.link(id)?.health.status ?? [])
    return worstFirst.find((status) => statuses.includes(status))
  })
}

const worstFirst: readonly HealthStatus[] = ['down', 'degraded', 'unknown', 'maintenance', 'healthy']

export function useCauses(): readonly Cause[] {
  return useEstate('causes', (estate) => estate.observed.causes)
}

/** All of it: for counts and tables, which every change may change. */
export function useObserved(): Observed {
  return useEstate('any', (estate) => estate.observed)
}

/** What has happened since the page was opened, newest first. */
export function useRecentEvents(): readonly EventWire[] {
  const { events } = useLive()
  return useSyncExternalStore(events.subscribe, events.get, eventsOnServer)
}

export function useConnection(): Connection {
  const { connection } = useLive()
  return useSyncExternalStore(connection.subscribe, connection.get, connectionOnServer)
}

/** The server's time, once a second; null while the page is drawn by the server, which must not differ. */
export function useServerNow(): number | null {
  const { connection } = useLive()
  return useSyncExternalStore(connection.subscribeToSeconds, connection.serverNowMs, nothingYet)
}

/** Whether what is shown is the present; changes of the word redraw the caller, seconds do not. */
export function useFreshness(): Freshness {
  const { connection } = useLive()
  const read = useCallback(() => freshnessAt(connection.get(), connection.browserNowMs()), [connection])
  return useSyncExternalStore(connection.subscribeToSeconds, read, connecting)
}

function useEstate<T>(topic: Topic, read: (estate: EstateStore) => T): T {
  const { estate } = useLive()
  const subscribe = useCallback((listener: () => void) => estate.subscribe(topic, listener), [estate, topic])
  return useSyncExternalStore(
    subscribe,
    () => read(estate),
    () => read(nothingLoaded),
  )
}

/**
 * What the server draws from, and so what each part of a page is hydrated with: parts may be hydrated after others
 * have begun to load, and would differ from what the server drew.
 */
const nothingLoaded = new EstateStore()
const noEvents: readonly EventWire[] = []
const eventsOnServer = () => noEvents
const connectionOnServer = () => firstConnection

const nothingYet = () => null
const connecting = (): Freshness => 'connecting'
