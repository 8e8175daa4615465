'use client'

import Link from 'next/link'
import { useCauses, useConnection, useFreshness, useServerNow } from '@/lib/client/live/live-context'
import { clockWords, counted, spanWords } from '@/lib/client/time/duration-words'
import type { Cause } from '@/lib/core/topology/topology'
import { HealthMark } from '../health/health-mark'
import styles from './strip.module.css'

/** On every page: the worst of what fails now, and whether the page is the present at all. */
export function Strip() {
  const causes = useCauses()
  const nowMs = useServerNow()
  const first = causes[0]
  return (
    <header className={styles.strip}>
      <div className={styles.cause}>
        {first && nowMs !== null ? <FirstCause cause={first} nowMs={nowMs} /> : null}
        {causes.length > 1 ? <Link href="/">and {causes.length - 1} more</Link> : null}
      </div>
      <LiveSign />
    </header>
  )
}

function FirstCause({ cause, nowMs }: { readonly cause: Cause; readonly nowMs: number }) {
  const since = cause.sinceMs === null ? '' : clockWords(nowMs - cause.sinceMs)
  if (cause.kind === 'prober-down') {
    return (
      <>
        <HealthMark status="unknown">Prober down</HealthMark>
        <span>
          nobody observes {counted(cause.nodes.length, 'node')} {since}
        </span>
      </>
    )
  }
  return (
    <>
      <HealthMark status="down">
        <Link href={`/topology?view=architecture&node=${cause.slug}`}>{cause.slug}</Link>
      </HealthMark>
      <span>
        root cause · {since} · {counted(cause.impacts.length, 'node')} impacted
      </span>
    </>
  )
}

function LiveSign() {
  const freshness = useFreshness()
  const { lastNewsAtMs, clockOffsetMs } = useConnection()
  const nowMs = useServerNow()
  const age =
    lastNewsAtMs === null || nowMs === null ? null : Math.max(0, nowMs - clockOffsetMs - lastNewsAtMs)
  const words = {
    connecting: 'Connecting …',
    live: age === null ? 'Live' : `Live · ${Math.round(age / 1000)} s ago`,
    reconnecting: 'Reconnecting …',
    stale: `Stale: no news${age === null ? '' : ` for ${spanWords(age)}`}`,
    'database-away': 'Database away: what is shown grows old',
  }[freshness]
  return (
    <div className={`${styles.live} ${freshness === 'live' ? styles.fresh : styles.old}`} role="status">
      <i aria-hidden />
      {words}
    </div>
  )
}
