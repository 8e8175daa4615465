'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { z } from 'zod'
import { type CallInput, callApi } from '@/lib/client/api-client'
import { useFreshness } from '@/lib/client/live/live-context'
import { apiKey, apiQuery } from '@/lib/client/queries/api-query'
import type { Endpoint } from '@/lib/core/api/endpoint'
import { listRunbooks } from '@/lib/core/api/runbooks'
import { beHereAtRun, listRuns, type RunWire, readRun, type runWireSchema } from '@/lib/core/api/runs'
import { hasEnded } from './current-step'

/** The stream says when a run changes; these are for what it may have missed, and for when it is silent. */
const askAgainMs = 5_000
const askAgainWithoutStreamMs = 2_000
const presenceEveryMs = 10_000

export function useRun(id: string) {
  const freshness = useFreshness()
  const everyMs = freshness === 'live' ? askAgainMs : askAgainWithoutStreamMs
  return useQuery({
    ...apiQuery(readRun, { params: { id } }),
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? false : everyMs),
  })
}

/** Endpoints that answer with the whole run. */
type RunEndpoint = Endpoint<z.ZodType, z.ZodType, z.ZodType, typeof runWireSchema>

/** A press of a button: its answer is shown at once; after a refusal the run is read again, to see who was first. */
export function useRunMutation<E extends RunEndpoint>(endpoint: E, id: string) {
  const client = useQueryClient()
  const key = apiQuery(readRun, { params: { id } }).queryKey
  return useMutation({
    mutationFn: (input: CallInput<E>): Promise<RunWire> => callApi<RunEndpoint>(endpoint, input),
    onSuccess: (run) => {
      client.setQueryData(key, run)
    },
    onSettled: () =>
      Promise.all(
        [apiKey(readRun, { id }), apiKey(listRuns), apiKey(listRunbooks)].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}

/** Tells the others, again and again, that somebody looks at the run; while the page is hidden, nobody does. */
export function useBeingHere(id: string, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const tell = () => {
      if (!document.hidden) callApi(beHereAtRun, { params: { id } }).catch(warn)
    }
    tell()
    const timer = setInterval(tell, presenceEveryMs)
    return () => clearInterval(timer)
  }, [id, isOn])
}

function warn(error: unknown): void {
  console.warn('The others could not be told that this page is open.', error)
}
