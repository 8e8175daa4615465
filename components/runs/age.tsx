'use client'

import { useServerNow } from '@/lib/client/live/live-context'
import { spanWords } from '@/lib/client/time/duration-words'

/** How old something is that was looked at: `as of 4 s ago`. */
export function Age({ at, before }: { readonly at: string; readonly before: string }) {
  const nowMs = useServerNow()
  if (nowMs === null) return null
  return (
    <small>
      {before} {spanWords(nowMs - Date.parse(at))} ago
    </small>
  )
}
