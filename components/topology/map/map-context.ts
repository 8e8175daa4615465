'use client'

import { createContext, useContext } from 'react'

/** What the cards of one map share besides their own node. */
export interface MapState {
  readonly selected: string | null
  /** The card that Tab reaches; arrow keys move it. */
  readonly tabStop: string | null
  /** Cards that the search or a what-if leaves out; they are drawn faint. */
  readonly dimmed: ReadonlySet<string>
  /** Cards that a what-if assumes to fail. */
  readonly forced: ReadonlySet<string>
  /** Cards that the what-if would cut off. */
  readonly cutOff: ReadonlySet<string>
  onOpen(id: string): void
  onExpand(id: string): void
  onFocus(id: string): void
}

export const MapContext = createContext<MapState | null>(null)

export function useMapState(): MapState {
  const state = useContext(MapContext)
  if (state === null) throw new Error('useMapState needs the map around it')
  return state
}
