'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

const names = ['show', 'finding', 'status', 'severity', 'view', 'subject'] as const
export type FindingsAddress = Readonly<Record<(typeof names)[number], string>>

/** What the page shows is in its address, so that it can be sent to somebody. */
export function useFindingsAddress(): {
  readonly address: FindingsAddress
  go(parts: Partial<FindingsAddress>): void
} {
  const params = useSearchParams()
  const router = useRouter()
  const path = usePathname()
  const go = useCallback(
    (parts: Partial<FindingsAddress>) => {
      const next = new URLSearchParams(params)
      for (const [name, value] of Object.entries(parts)) {
        if (value) next.set(name, value)
        else next.delete(name)
      }
      const query = next.toString()
      router.push(query ? `${path}?${query}` : path, { scroll: false })
    },
    [params, router, path],
  )
  const entries = names.map((name) => [name, params.get(name) ?? ''])
  return { address: Object.fromEntries(entries) as FindingsAddress, go }
}
