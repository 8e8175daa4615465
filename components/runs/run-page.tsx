'use client'

import { useSearchParams } from 'next/navigation'
import type { RunWire } from '@/lib/core/api/runs'
import { stepStatusWord } from '@/lib/core/runbooks/step-status-words'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { currentStep, hasEnded, shownStep } from './current-step'
import { NotCurrent } from './not-current'
import { RunAside } from './run-aside'
import { RunEnd } from './run-end'
import { RunHead } from './run-head'
import styles from './run-page.module.css'
import { runStatusWords } from './run-result'
import { StepList } from './step-list'
import { StepView } from './step-view'
import { useFollowCurrent } from './use-follow-current'
import { useBeingHere, useRun } from './use-run'

/** What an incident commander looks at: what to do now, the clock, the plan, and what has happened. */
export function RunPage({ id }: { readonly id: string }) {
  const run = useRun(id)
  if (run.data) {
    return (
      <>
        {run.error ? <NotCurrent readAtMs={run.dataUpdatedAt} error={run.error} /> : null}
        <Run run={run.data} />
      </>
    )
  }
  return (
    <div className={styles.waiting}>
      {run.error ? (
        <FailureMessage what="The run" error={run.error} onRetry={() => void run.refetch()} />
      ) : (
        <Skeleton label="the run" rows={6} />
      )}
    </div>
  )
}

function Run({ run }: { readonly run: RunWire }) {
  const asked = useSearchParams().get('step')
  const step = shownStep(run, asked)
  const current = currentStep(run)
  useBeingHere(run.id, !hasEnded(run))
  useFollowCurrent(current?.key, step?.key)
  return (
    <div className={styles.run}>
      <p className="visually-hidden" aria-live="polite">
        {spokenState(run)}
      </p>
      <RunHead run={run} />
      <div className={styles.columns}>
        <div className={styles.middle}>
          {hasEnded(run) ? <RunEnd run={run} /> : null}
          {step ? <StepView key={step.key} run={run} step={step} current={current} /> : null}
        </div>
        <StepList run={run} shown={step?.key} />
        <RunAside run={run} />
      </div>
    </div>
  )
}

/** What a screen reader is told when the run moves. */
function spokenState(run: RunWire): string {
  const step = currentStep(run)
  if (step === undefined) return runStatusWords[run.status]
  return `Step ${step.number} of ${run.steps.length}: ${step.title}. ${stepStatusWord(step, run)}.`
}
