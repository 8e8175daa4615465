'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { RunStepWire, RunWire } from '@/lib/core/api/runs'
import { stepStatusWord } from '@/lib/core/runbooks/step-status-words'
import { HealthShape } from '../health/health-shape'
import { Elapsed } from '../shell/strip'
import { Markdown } from '../ui/markdown'
import { Approvals } from './approvals'
import { instruction, instructionTone } from './instruction'
import { StepControls } from './step-controls'
import { StepPlan } from './step-plan'
import { StepPreflight } from './step-preflight'
import { StepResult } from './step-result'
import styles from './step-view.module.css'
import { stepKicker } from './step-words'
import { stepTitleId } from './use-follow-current'

interface StepViewProps {
  readonly run: RunWire
  readonly step: RunStepWire
  readonly current: RunStepWire | undefined
}

/** One step: what it is, what it will do and on what evidence, and only then its buttons. */
export function StepView({ run, step, current }: StepViewProps) {
  const isCurrent = step.key === current?.key
  // What a rehearsal looked at is what came of it.
  const isRehearsed = run.mode === 'rehearsal' && step.result !== null
  // Until when others may agree is what everybody waits upon.
  const isAsked = step.status === 'awaiting-approval'
  return (
    <section className={styles.step} aria-labelledby={stepTitleId}>
      {isCurrent || current === undefined ? null : <Elsewhere current={current} of={run.steps.length} />}
      <p className={styles.kicker}>
        {stepKicker(step, run.steps.length)} · <b>{stepStatusWord(step, run)}</b>
        {step.status === 'running' && step.startedAt !== null ? (
          <>
            {' '}
            <Elapsed sinceMs={Date.parse(step.startedAt)} />
          </>
        ) : null}
      </p>
      <h2 id={stepTitleId} tabIndex={-1}>
        {step.title}
      </h2>
      {isCurrent ? <Now run={run} /> : <Why step={step} />}
      {isAsked ? <Approvals step={step} run={run} /> : null}
      {step.prose === '' ? null : (
        <div className={styles.prose}>
          <Markdown>{step.prose}</Markdown>
        </div>
      )}
      <StepResult step={step} mode={run.mode} />
      <StepPlan step={step} />
      {isRehearsed ? null : <StepPreflight step={step} />}
      {isAsked ? null : <Approvals step={step} run={run} />}
      <StepControls run={run} step={step} />
    </section>
  )
}

/** What to do now, in words that are seen from afar. */
function Now({ run }: { readonly run: RunWire }) {
  const tone = instructionTone(run)
  return (
    <p className={`${styles.now} ${styles[tone]}`}>
      {tone === 'trouble' ? <HealthShape status="degraded" size={18} /> : null}
      <span>{instruction(run)}</span>
    </p>
  )
}

function Elsewhere({ current, of }: { readonly current: RunStepWire; readonly of: number }) {
  const path = usePathname()
  return (
    <p className={styles.elsewhere}>
      The run is at step {current.number} of {of}.{' '}
      <Link href={path} scroll={false}>
        Go to {current.title}
      </Link>
    </p>
  )
}

function Why({ step }: { readonly step: RunStepWire }) {
  return step.reason === null ? null : <p className={styles.now}>{step.reason}</p>
}
