'use client'

import { MiniMap, useReactFlow, useStore } from '@xyflow/react'
import { type RefObject, useEffect, useRef } from 'react'
import { focusView } from '../layout/focus-view'
import { cardSize, type Position, type Rectangle } from '../layout/positions'
import { MiniNode } from './map-parts'

interface KeepInViewProps {
  /** Another name (another view, other cards) brings the map into the window anew. */
  readonly name: string
  readonly bounds: Rectangle | null
  /** The selected card. */
  readonly card: Position | null
  /** Whether the person has moved the map; then a change of the window leaves it where it is. */
  readonly hasMoved: RefObject<boolean>
}

/** Brings the map into the window when what it shows changes, and with the window until somebody moves it. */
export function KeepInView({ name, bounds, card, hasMoved }: KeepInViewProps) {
  const { setViewport } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const latest = useRef({ bounds, card })
  useEffect(() => {
    latest.current = { bounds, card }
  })
  const shown = useRef('')
  useEffect(() => {
    const now = latest.current
    if (now.bounds === null || width === 0 || height === 0) return
    if (shown.current !== name) hasMoved.current = false
    shown.current = name
    if (!hasMoved.current) void setViewport(focusView(now.bounds, { width, height }, now.card))
  }, [setViewport, name, hasMoved, width, height])
  return null
}

/** Brings a selected card into sight, for selections that did not come from a press on it. */
export function Reveal({ card }: { readonly card: Position | null }) {
  const { setCenter, getViewport } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const x = card?.x
  const y = card?.y
  useEffect(() => {
    if (x === undefined || y === undefined || width === 0) return
    const view = getViewport()
    const left = x * view.zoom + view.x
    const top = y * view.zoom + view.y
    const isInSight =
      left >= 0 &&
      top >= 0 &&
      left + cardSize.width * view.zoom <= width &&
      top + cardSize.height * view.zoom <= height
    if (!isInSight) {
      void setCenter(x + cardSize.width / 2, y + cardSize.height / 2, { zoom: Math.max(view.zoom, 0.7) })
    }
  }, [x, y, width, height, getViewport, setCenter])
  return null
}

/** Only while part of the map is out of the window: otherwise it would say nothing. */
export function SmallMap({ bounds }: { readonly bounds: Rectangle | null }) {
  const isWhole = useStore(({ transform: [x, y, zoom], width, height }) => {
    if (bounds === null) return true
    return (
      bounds.x * zoom + x >= -1 &&
      bounds.y * zoom + y >= -1 &&
      (bounds.x + bounds.width) * zoom + x <= width + 1 &&
      (bounds.y + bounds.height) * zoom + y <= height + 1
    )
  })
  if (isWhole) return null
  return (
    <MiniMap
      nodeComponent={MiniNode}
      maskColor="light-dark(rgb(246 247 249 / .6), rgb(14 18 23 / .6))"
      ariaLabel="Small map"
      pannable
      style={{ width: 124, height: 72 }}
    />
  )
}
