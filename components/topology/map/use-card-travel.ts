'use client'

import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, useCallback, useState } from 'react'
import { directions, isArrow, readingOrder, travel } from '../graph/travel'
import type { ViewGraph } from '../graph/view-graph'
import { cardSize, type Position, type Positions } from '../layout/positions'

interface CardTravel {
  /** The one card that Tab reaches. */
  readonly tabStop: string | null
  onFocus(id: string): void
  onKeyDown(event: KeyboardEvent<HTMLElement>): void
}

interface CardTravelOptions {
  readonly graph: ViewGraph
  readonly positions: Positions
  readonly selected: string | null
  /** Moves a card, for those who cannot drag; null while the cards are not being arranged. */
  readonly onNudge: ((id: string, to: Position) => void) | null
}

/** How far Shift and an arrow move a card. */
const nudge = 20

/** Roving focus: Tab enters the map at one card, arrows travel along links, Home and End go to the ends. */
export function useCardTravel({ graph, positions, selected, onNudge }: CardTravelOptions): CardTravel {
  const { setCenter, getViewport } = useReactFlow()
  const [focused, setFocused] = useState<string | null>(null)
  const order = readingOrder(positions)
  const tabStop = [focused, selected, order[0]].find((id) => id && positions.has(id)) ?? null

  const onFocus = useCallback((id: string) => setFocused(id), [])
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const card =
        event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-card]') : null
      const from = card?.dataset.card
      if (from === undefined) return
      const at = positions.get(from)
      if (onNudge && at && event.shiftKey && isArrow(event.key)) {
        event.preventDefault()
        const { x, y } = directions[event.key]
        onNudge(from, { x: at.x + x * nudge, y: at.y + y * nudge })
        return
      }
      const next = nextCard(event.key, from)
      if (next === null) return
      event.preventDefault()
      reveal(next)
      event.currentTarget
        .querySelector<HTMLElement>(`[data-card="${CSS.escape(next)}"]`)
        ?.focus({ preventScroll: true })

      function nextCard(key: string, id: string): string | null {
        if (key === 'Home') return order[0] ?? null
        if (key === 'End') return order.at(-1) ?? null
        return isArrow(key) ? travel({ from: id, arrow: key, positions, links: graph.links }) : null
      }

      function reveal(id: string) {
        const at = positions.get(id)
        if (at === undefined || isInSight(event.currentTarget, at, getViewport())) return
        const { width, height } = cardSize
        void setCenter(at.x + width / 2, at.y + height / 2, { zoom: getViewport().zoom, duration: 0 })
      }
    },
    [graph.links, positions, order, onNudge, getViewport, setCenter],
  )
  return { tabStop, onFocus, onKeyDown }
}

interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

function isInSight(
  canvas: HTMLElement,
  card: { readonly x: number; readonly y: number },
  { x, y, zoom }: Viewport,
): boolean {
  const left = card.x * zoom + x
  const top = card.y * zoom + y
  const isAcross = left >= 0 && left + cardSize.width * zoom <= canvas.clientWidth
  return isAcross && top >= 0 && top + cardSize.height * zoom <= canvas.clientHeight
}
