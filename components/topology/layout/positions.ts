import { z } from 'zod'

export const positionSchema = z.object({ x: z.number(), y: z.number() })
export type Position = z.infer<typeof positionSchema>

/** Top left corners by card, in the map's own units. */
export type Positions = ReadonlyMap<string, Position>

/** Each card takes the same room, so that a change of health never moves anything. */
export const cardSize = { width: 252, height: 78 } as const
export const gap = { column: 28, row: 50, band: 22 } as const
/** Room that a container keeps around its cards; the top holds its name. */
export const containerPadding = { top: 34, side: 18, bottom: 16 } as const

/** Within a container, where its label stands. */
export const labelPlace = { left: 8, top: 5, height: 24 } as const

export interface Rectangle extends Position {
  readonly width: number
  readonly height: number
}
