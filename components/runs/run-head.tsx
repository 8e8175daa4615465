'use client'

import Link from 'next/link'
import { usePerson } from '@/lib/client/person'
import type { RunWire } from '@/lib/core/api/runs'
import { Tag } from '../ui/tag'
import { hasEnded } from './current-step'
import { Phases } from './phases'
import { RtoClock } from './rto-clock'
import { RunControls } from './run-controls'
import styles from './run-head.module.css'
import { modeWords, runStatusWords } from './run-result'

export function RunHead({ run }: { readonly run: RunWire }) {
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <p>
          <Link href={`/runbooks/${run.runbookId}`}>Runbook</Link> / Run {run.number} · <Leads run={run} />
        </p>
        <h1>{run.title}</h1>
        <div className={styles.state}>
          <Tag isStrong={run.mode === 'live'}>{modeWords[run.mode]}</Tag>
          <b>{runStatusWords[run.status]}</b>
          <span className={styles.reason}>{run.reason}</span>
        </div>
        <RunControls run={run} />
      </div>
      <div className={styles.clock}>
        <RtoClock rto={run.rto} mode={run.mode} />
        {run.mode === 'rehearsal' ? null : <Phases run={run} />}
      </div>
    </header>
  )
}

/** Of several who look at it, one leads; whoever does must know it at a glance. */
function Leads({ run }: { readonly run: RunWire }) {
  const { email } = usePerson()
  const verb = hasEnded(run) ? 'was led by' : 'led by'
  return run.commander === email ? <b>{verb} you</b> : `${verb} ${run.commander}`
}
