'use client'

import { useConnection, useFreshness, useServerNow } from '@/lib/client/live/live-context'
import { spanWords } from '@/lib/client/time/duration-words'
import styles from './strip.module.css'

/** Whether what is shown is the present. A screen reader is told when the word changes, not each second. */
export function LiveSign() {
  const freshness = useFreshness()
  return (
    <div className={`${styles.live} ${tones[freshness]}`} role="status">
      <i aria-hidden />
      <span>{words[freshness]}</span>
      <NewsAge isStale={freshness === 'stale'} isLive={freshness === 'live'} />
    </div>
  )
}

/** A page that has just been opened is no reason for alarm. */
const tones = {
  connecting: styles.connecting,
  live: '',
  reconnecting: styles.old,
  stale: styles.old,
  'database-away': styles.old,
} as const

const words = {
  connecting: 'Connecting …',
  live: 'Live',
  reconnecting: 'Reconnecting …',
  stale: 'Stale: no news',
  'database-away': 'Database away',
} as const

function NewsAge({ isStale, isLive }: { readonly isStale: boolean; readonly isLive: boolean }) {
  const { lastNewsAtMs, clockOffsetMs } = useConnection()
  const nowMs = useServerNow()
  if (lastNewsAtMs === null || nowMs === null || !(isStale || isLive)) return null
  const age = spanWords(Math.max(0, nowMs - clockOffsetMs - lastNewsAtMs))
  return (
    <span aria-live="off" {...(isStale ? {} : { className: styles.age })}>
      {isStale ? `for ${age}` : `· ${age} ago`}
    </span>
  )
}
