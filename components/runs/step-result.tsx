'use client'

import type { RunStepWire } from '@/lib/core/api/runs'
import type { RunMode } from '@/lib/core/runbooks/run'
import { Evidence } from '../runbooks/evidence'
import { Moment } from '../ui/moment'
import { FoldedChecks } from './folded-checks'
import { resultParts } from './result-parts'
import styles from './step-view.module.css'
import { UndoResult } from './undo-result'

interface StepResultProps {
  readonly step: RunStepWire
  readonly mode: RunMode
}

/** What came of it, and the effect as it was read back from the real system. */
export function StepResult({ step, mode }: StepResultProps) {
  const { result, endedAt, chosen, options, undo } = step
  const choice = options.find((option) => option.value === chosen)
  if (result === null && choice === undefined && undo === null) return null
  return (
    <section className={styles.part} aria-label="What came of it">
      <h3>
        {mode === 'rehearsal' ? 'What it would have done' : 'What came of it'}{' '}
        {endedAt === null ? null : (
          <small>
            <Moment at={endedAt} form="clock" />
          </small>
        )}
      </h3>
      {choice === undefined ? null : (
        <p>
          Decided: <b>{choice.title}</b>
        </p>
      )}
      {result === null ? null : <Result step={step} result={result} mode={mode} />}
      <UndoResult undo={undo} />
    </section>
  )
}

interface ResultProps extends StepResultProps {
  readonly result: NonNullable<RunStepWire['result']>
}

function Result({ step, result, mode }: ResultProps) {
  const { summary, evidence } = resultParts(result, step.reason)
  return (
    <>
      {summary === null ? null : (
        <p>
          {summary}
          {isUnchanged(step, mode) ? ' (It was so already: nothing was changed.)' : ''}
        </p>
      )}
      {evidence.length > 0 ? <Evidence lines={evidence} /> : null}
      {result.checks.length > 0 ? <FoldedChecks label="Verification" checks={result.checks} /> : null}
    </>
  )
}

/** Only an action could have changed something. */
function isUnchanged({ kind, result }: RunStepWire, mode: RunMode): boolean {
  return kind === 'action' && mode !== 'rehearsal' && result?.changed === false
}
