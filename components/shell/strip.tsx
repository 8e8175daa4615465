'use client'

import { Search } from 'lucide-react'
import Link from 'next/link'
import { useCauses, useObserved, useServerNow, useStructure } from '@/lib/client/live/live-context'
import { clockWords, counted } from '@/lib/client/time/duration-words'
import type { Cause } from '@/lib/core/topology/topology'
import { HealthMark } from '../health/health-mark'
import { RunStrip } from '../runs/run-strip'
import { mapHref, nodeName } from '../topology/map-href'
import { Button } from '../ui/button'
import { LiveSign } from './live-sign'
import styles from './strip.module.css'

/** On every page: the worst of what fails now, the run that goes on, the way to any node, and whether the page is the present at all. */
export function Strip({ onFind }: { onFind(): void }) {
  const causes = useCauses()
  const first = causes[0]
  return (
    <header className={styles.strip}>
      <div className={styles.cause}>
        {first ? <FirstCause cause={first} /> : null}
        {causes.length > 1 ? <Link href="/">and {causes.length - 1} more</Link> : null}
      </div>
      <RunStrip />
      <Button tone="ghost" className={styles.find ?? ''} aria-keyshortcuts="/" onClick={onFind}>
        <Search size={14} aria-hidden />
        <span>Find</span> <kbd>/</kbd>
      </Button>
      <LiveSign />
    </header>
  )
}

function FirstCause({ cause }: { readonly cause: Cause }) {
  const structure = useStructure()
  const observed = useObserved()
  if (cause.kind === 'prober-down') {
    return (
      <>
        <HealthMark status="unknown">Prober down</HealthMark>
        <span>
          nobody observes {counted(cause.nodes.length, 'node')} <Elapsed sinceMs={cause.sinceMs} />
        </span>
      </>
    )
  }
  const status = observed.nodes.get(cause.slug)?.health.status ?? 'unknown'
  return (
    <>
      <HealthMark status={status}>
        <Link href={mapHref(structure, cause.slug)}>{nodeName(structure, cause.slug)}</Link> {status}
      </HealthMark>
      <span>
        <span className={styles.wordy}>root cause · </span>
        <Elapsed sinceMs={cause.sinceMs} /> ·{' '}
        {cause.impacts.length === 0
          ? 'nothing else impacted'
          : `${counted(cause.impacts.length, 'node')} impacted`}
      </span>
    </>
  )
}

/** The seconds run here alone. */
export function Elapsed({ sinceMs }: { readonly sinceMs: number | null }) {
  const nowMs = useServerNow()
  if (sinceMs === null || nowMs === null) return null
  return <span className={styles.clock}>{clockWords(nowMs - sinceMs)}</span>
}
