'use client'

import type { RunReportWire } from '@/lib/core/api/run-report'
import { type OfRun, stepStatusWord } from '@/lib/core/runbooks/step-status-words'
import { CheckList } from '../runbooks/check-list'
import { Evidence } from '../runbooks/evidence'
import { resultParts } from '../runs/result-parts'
import { StepMark } from '../runs/step-mark'
import { UndoResult } from '../runs/undo-result'
import { Moment } from '../ui/moment'
import styles from './report-page.module.css'

type Step = RunReportWire['steps'][number]

interface ReportStepsProps {
  readonly steps: readonly Step[]
  readonly run: OfRun
}

/** Each step with who asked, who agreed, what was done, and the evidence that it was. */
export function ReportSteps({ steps, run }: ReportStepsProps) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => (
        <li key={step.key}>
          <h3>
            <StepMark step={step} run={run} /> {step.number}. {step.title}
          </h3>
          <p className={styles.quiet}>
            {[step.kind, step.phase, ...marks(step), stepStatusWord(step, run)].join(' · ')}
          </p>
          {step.reason === null ? null : <p>{step.reason}</p>}
          <Who step={step} />
          {step.commands.length === 0 ? null : (
            <ul className={styles.commands} aria-label="Commands">
              {step.commands.map((command) => (
                <li key={command}>
                  <code>{command}</code>
                </li>
              ))}
            </ul>
          )}
          {step.chosen === null ? null : (
            <p>
              Decided: <b>{step.chosen}</b>
            </p>
          )}
          {step.result === null ? null : <Result step={step} result={step.result} />}
          <UndoResult undo={step.undo} />
        </li>
      ))}
    </ol>
  )
}

function Result({ step, result }: { readonly step: Step; readonly result: NonNullable<Step['result']> }) {
  const { summary, evidence } = resultParts(result, step.reason)
  return (
    <>
      {summary === null ? null : <p>{summary}</p>}
      <Evidence lines={evidence} />
      <CheckList label={`Verification of ${step.title}`} checks={result.checks} />
    </>
  )
}

function marks({ isDestructive, attempts }: Step): readonly string[] {
  return [...(isDestructive ? ['destructive'] : []), ...(attempts > 1 ? [`${attempts} attempts`] : [])]
}

function Who({ step: { requestedBy, startedAt, endedAt, approvals } }: { readonly step: Step }) {
  return (
    <ul className={styles.who}>
      {requestedBy === null ? null : <li>Asked for by {requestedBy}</li>}
      {approvals.map(({ by, at, breakGlassReason }) => (
        <li key={`${by}${at}`}>
          {breakGlassReason === null ? 'Approved' : 'Glass broken'} by {by}, <Moment at={at} form="clock" />
          {breakGlassReason === null ? '' : `: ${breakGlassReason}`}
        </li>
      ))}
      {startedAt === null ? null : (
        <li>
          From <Moment at={startedAt} form="clock" />
          {endedAt === null ? null : (
            <>
              {' '}
              to <Moment at={endedAt} form="clock" />
            </>
          )}
        </li>
      )}
    </ul>
  )
}
