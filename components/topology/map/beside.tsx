import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'

/** Places beside the map for what belongs to it: laid over it, they would cover cards. */
export interface MapSlots {
  readonly tools: HTMLElement | null
  readonly smallMap: HTMLElement | null
}

/** Drawn in its place beside the map, as soon as that is there. */
export function Beside({
  slot,
  children,
}: {
  readonly slot: HTMLElement | null
  readonly children: ReactNode
}) {
  return slot === null ? null : createPortal(children, slot)
}
