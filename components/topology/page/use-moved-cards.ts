'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { z } from 'zod'
import { apiQuery, useApiMutation } from '@/lib/client/queries/api-query'
import { getLayout, putLayout } from '@/lib/core/api/layouts'
import type { Position, Positions } from '../layout/positions'

export interface MovedCards {
  /** How many cards of the view stand where a person has put them. */
  readonly count: number
  readonly error: Error | null
  readonly isSaving: boolean
  /** The computed layout with the moved cards where people have put them. */
  placed(computed: Positions): Positions
  /** Puts cards there, for everybody. */
  move(cards: ReadonlyMap<string, Position>): void
  /** Gives all cards back to the layout, for everybody. */
  releaseAll(): void
}

/** Where people have put the cards of one view. Shared by all: whoever looks sees the same map. */
export function useMovedCards(view: string): MovedCards {
  const client = useQueryClient()
  const query = apiQuery(getLayout, { params: { view } })
  const layout = useQuery(query)
  const save = useApiMutation(putLayout, [])
  const { mutate } = save
  const positions = layout.data?.positions

  const put = useCallback(
    (body: z.input<typeof putLayout.body>) => {
      const key = apiQuery(getLayout, { params: { view } }).queryKey
      mutate({ params: { view }, body }, { onSuccess: (answer) => client.setQueryData(key, answer) })
    },
    [mutate, client, view],
  )
  const placed = useCallback(
    (computed: Positions): Positions => {
      const moved = (positions ?? []).filter(({ node }) => computed.has(node))
      return moved.length === 0
        ? computed
        : new Map([...computed, ...moved.map(({ node, x, y }) => [node, { x, y }] as const)])
    },
    [positions],
  )
  const move = useCallback(
    (cards: ReadonlyMap<string, Position>) =>
      put({ moved: [...cards].map(([node, { x, y }]) => ({ node, x, y })) }),
    [put],
  )
  const releaseAll = useCallback(() => put({ released: 'all' }), [put])
  return useMemo(
    () => ({
      count: positions?.length ?? 0,
      error: save.error ?? layout.error,
      isSaving: save.isPending,
      placed,
      move,
      releaseAll,
    }),
    [positions, save.error, layout.error, save.isPending, placed, move, releaseAll],
  )
}
