import { type QueryKey, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { type CallInput, callApi } from '@/lib/client/api-client'
import type { Endpoint } from '@/lib/core/api/endpoint'

/** How one reading endpoint is kept: under its id, then what it was asked with. */
export function apiQuery<E extends Endpoint>(endpoint: E, input: CallInput<E>) {
  const { params, query } = input as { readonly params?: unknown; readonly query?: unknown }
  return queryOptions({
    queryKey: [endpoint.id, params ?? null, query ?? null],
    queryFn: ({ signal }): Promise<z.output<E['response']>> => callApi(endpoint, { ...input, signal }),
  })
}

/** Everything that was read from an endpoint, whatever it was asked with; or with these parameters alone. */
export function apiKey(endpoint: Endpoint, params?: unknown): QueryKey {
  return params === undefined ? [endpoint.id] : [endpoint.id, params]
}

/** A write. When it is done, what was read from the named endpoints is read again. */
export function useApiMutation<E extends Endpoint>(endpoint: E, changes: readonly Endpoint[]) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: CallInput<E>): Promise<z.output<E['response']>> => callApi(endpoint, input),
    onSuccess: async () => {
      await Promise.all(changes.map((changed) => client.invalidateQueries({ queryKey: apiKey(changed) })))
    },
  })
}
