import { cardSize, type Position, type Rectangle } from './positions'

export interface MapViewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

interface Window {
  readonly width: number
  readonly height: number
}

const margin = 28
const largestZoom = 1.1
/** Below this the words on a card are hard to read; a selected card is never shown smaller. */
const readableZoom = 0.7

/**
 * Where to look: at the whole map, as large as it fits; with a selected card, large enough to read it, with
 * the card in sight and no more emptiness around the map than there must be.
 */
export function focusView(bounds: Rectangle, window: Window, card: Position | null): MapViewport {
  const fitting = Math.min(
    (window.width - 2 * margin) / bounds.width,
    (window.height - 2 * margin) / bounds.height,
  )
  const zoom = Math.max(0.1, Math.min(largestZoom, card === null ? fitting : Math.max(fitting, readableZoom)))
  const centreX = card === null ? bounds.x + bounds.width / 2 : card.x + cardSize.width / 2
  const centreY = card === null ? bounds.y + bounds.height / 2 : card.y + cardSize.height / 2
  return {
    zoom,
    x: along(window.width, zoom, { centre: centreX, from: bounds.x, length: bounds.width }),
    y: along(window.height, zoom, { centre: centreY, from: bounds.y, length: bounds.height }),
  }
}

interface Span {
  readonly centre: number
  readonly from: number
  readonly length: number
}

function along(size: number, zoom: number, { centre, from, length }: Span): number {
  const isWhole = length * zoom + 2 * margin <= size
  if (isWhole) return size / 2 - (from + length / 2) * zoom
  const wanted = size / 2 - centre * zoom
  const atStart = margin - from * zoom
  const atEnd = size - margin - (from + length) * zoom
  return Math.max(atEnd, Math.min(atStart, wanted))
}
