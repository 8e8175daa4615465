'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useFreshness, useServerNow } from '@/lib/client/live/live-context'
import { apiQuery } from '@/lib/client/queries/api-query'
import { clockWords } from '@/lib/client/time/duration-words'
import type { RunSummaryWire } from '@/lib/core/api/runbooks'
import { listRuns } from '@/lib/core/api/runs'
import { stepStatusWords } from '@/lib/core/runbooks/step-status-words'
import { buttonClass } from '../ui/button'
import { Tag } from '../ui/tag'
import { clockState } from './clock-state'
import { mostUrgent } from './most-urgent'
import { modeWords } from './run-result'
import styles from './run-strip.module.css'

/** On every page while a run goes on: which, at what step, how long already, and the way to it. */
export function RunStrip() {
  const freshness = useFreshness()
  const runs = useQuery({
    ...apiQuery(listRuns, { query: { active: 'true' } }),
    refetchInterval: freshness === 'live' ? 15_000 : 3_000,
  })
  const path = usePathname()
  const elsewhere = (runs.data?.runs ?? []).filter((run) => !path.startsWith(`/runs/${run.id}`))
  const [first, ...others] = mostUrgent(elsewhere)
  if (first === undefined) return null
  return (
    <section className={styles.run} aria-label="Active run">
      <b>{first.title}</b>
      {first.mode === 'live' ? null : <Tag>{modeWords[first.mode]}</Tag>}
      <StepWords run={first} />
      <StripClock run={first} />
      {others.length > 0 ? <Link href="/runs">and {others.length} more</Link> : null}
      <Link href={`/runs/${first.id}`} className={buttonClass('ghost', styles.open)}>
        Open run
      </Link>
    </section>
  )
}

function StepWords({ run: { currentStep, status } }: { readonly run: RunSummaryWire }) {
  if (currentStep === null) return <span>{status}</span>
  const { number, of, status: stepStatus } = currentStep
  const state = status === 'paused' ? 'Paused' : stepStatusWords[stepStatus]
  return (
    <span>
      step {number} of {of} · {state.toLowerCase()}
    </span>
  )
}

function StripClock({ run: { rto, mode } }: { readonly run: RunSummaryWire }) {
  const nowMs = useServerNow()
  if (mode === 'rehearsal') return null
  const { elapsedMs, tone } = clockState(rto, nowMs)
  return (
    <span className={`${styles.clock} ${styles[tone]}`}>
      <b>{clockWords(elapsedMs)}</b>
      {rto.objectiveMs === 0 ? '' : ` / ${clockWords(rto.objectiveMs)}`}
      {tone === 'missed' ? <span className="visually-hidden"> objective missed</span> : null}
    </span>
  )
}
