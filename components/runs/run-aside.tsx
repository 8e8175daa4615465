'use client'

import type { RunWire } from '@/lib/core/api/runs'
import { CommentForm } from './comment-form'
import { hasEnded } from './current-step'
import { Presence } from './presence'
import styles from './run-aside.module.css'
import { RunEffect } from './run-effect'
import { TimeLine } from './time-line'

/** Beside the step: who is here, what the run acts on, what was said and done. */
export function RunAside({ run }: { readonly run: RunWire }) {
  return (
    <aside className={styles.aside} aria-label="About this run">
      {hasEnded(run) ? null : <Presence run={run} />}
      <RunEffect run={run} />
      {run.controls.includes('comment') ? <CommentForm id={run.id} /> : null}
      <TimeLine run={run} />
    </aside>
  )
}
