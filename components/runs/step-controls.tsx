'use client'

import { useRef, useState } from 'react'
import {
  approveStep,
  confirmStep,
  executeStep,
  type RunStepWire,
  type RunWire,
  retryStep,
  skipStep,
  undoStep,
} from '@/lib/core/api/runs'
import { Button } from '../ui/button'
import { FormProblem } from '../ui/form'
import { ChoiceControl } from './choice-control'
import { EvidenceControl } from './evidence-control'
import { JumpToForm } from './jump-to-form'
import { NameControl } from './name-control'
import { ReasonDialog } from './reason-dialog'
import { type StepButton, stepButtons } from './step-buttons'
import styles from './step-controls.module.css'
import { UndoDialog } from './undo-dialog'
import { useRunMutation } from './use-run'

interface StepControlsProps {
  readonly run: RunWire
  readonly step: RunStepWire
}

/** The buttons that the server gives this person for this step; each asks first for what it needs. */
export function StepControls({ run, step }: StepControlsProps) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const box = useRef<HTMLElement>(null)
  const press = usePresses(run, step)
  const buttons = stepButtons(step)
  if (buttons.length === 0) return null
  const close = () => setAsking(null)
  const tall = buttons.find(({ asks }) => asks === 'evidence' || asks === 'choice')
  return (
    <>
      {tall ? <JumpToForm label={tall.label} form={box} /> : null}
      <section
        ref={box}
        className={tall ? `${styles.box} ${styles.tall}` : styles.box}
        aria-label="What you can do"
      >
        {buttons.map((button) => (
          <Control key={button.control} button={button} step={step} press={press} onAsk={setAsking} />
        ))}
        <FormProblem error={asking === null ? press.error : null} />
        <UndoDialog
          step={step}
          isOpen={asking === 'undo'}
          onClose={close}
          mutation={press.undo}
          onGive={(body) => press.undo.mutate({ params: press.params, body }, { onSuccess: close })}
        />
        <ReasonDialog
          title={`Skip: ${step.title}`}
          verb="Skip this step"
          isOpen={asking === 'skip'}
          onClose={close}
          mutation={press.skip}
          onGive={(reason) =>
            press.skip.mutate({ params: press.params, body: { reason } }, { onSuccess: close })
          }
        >
          <p>The run goes on without it. What this step was for is then not done, and the report says why.</p>
        </ReasonDialog>
        <ReasonDialog
          title="Break the glass"
          verb="Go on without approval"
          isOpen={asking === 'break-glass'}
          onClose={close}
          mutation={press.approve}
          onGive={(breakGlassReason) =>
            press.approve.mutate({ params: press.params, body: { breakGlassReason } }, { onSuccess: close })
          }
        >
          <p>
            “{step.title}” begins without the approval of somebody else. Your name and your reason stand in
            the audit log and in the report, and everybody who looks at the run is told.
          </p>
        </ReasonDialog>
      </section>
    </>
  )
}

/** What a button asks for in a dialog of its own. */
type Asking = 'break-glass' | 'skip' | 'undo'

function askingOf({ control }: StepButton): Asking {
  return control === 'skip' || control === 'undo' ? control : 'break-glass'
}

type Presses = ReturnType<typeof usePresses>

function usePresses(run: RunWire, step: RunStepWire) {
  const execute = useRunMutation(executeStep, run.id)
  const approve = useRunMutation(approveStep, run.id)
  const confirm = useRunMutation(confirmStep, run.id)
  const retry = useRunMutation(retryStep, run.id)
  const skip = useRunMutation(skipStep, run.id)
  const undo = useRunMutation(undoStep, run.id)
  const all = [execute, approve, confirm, retry, skip, undo]
  return {
    params: { id: run.id, key: step.key },
    execute,
    approve,
    confirm,
    retry,
    skip,
    undo,
    isBusy: all.some((mutation) => mutation.isPending),
    error: all.find((mutation) => mutation.error !== null)?.error ?? null,
  }
}

interface ControlProps {
  readonly button: StepButton
  readonly step: RunStepWire
  readonly press: Presses
  onAsk(about: Asking): void
}

function Control({ button, step, press, onAsk }: ControlProps) {
  const { params, isBusy } = press
  const begin = (body: { confirmation?: string }) =>
    (button.control === 'retry' ? press.retry : press.execute).mutate({ params, body })
  switch (button.asks) {
    case 'name':
      return (
        <NameControl
          label={button.label}
          name={step.confirm ?? ''}
          isBusy={isBusy}
          onGive={(confirmation) => begin({ confirmation })}
        />
      )
    case 'evidence':
      return (
        <EvidenceControl
          label={button.label}
          prompt={step.evidencePrompt ?? ''}
          isBusy={isBusy}
          onGive={(evidence) => press.confirm.mutate({ params, body: { evidence } })}
        />
      )
    case 'choice':
      return (
        <ChoiceControl
          label={button.label}
          options={step.options}
          isBusy={isBusy}
          onGive={(choice) => press.confirm.mutate({ params, body: { choice } })}
        />
      )
    case 'reason':
      return (
        <Button tone={button.tone} onClick={() => onAsk(askingOf(button))} disabled={isBusy}>
          {button.label}
        </Button>
      )
    case 'nothing': {
      const presses = {
        approve: () => press.approve.mutate({ params, body: {} }),
        confirm: () => press.confirm.mutate({ params, body: {} }),
      } as const
      const isOwn = button.control === 'approve' || button.control === 'confirm'
      const onClick = isOwn ? presses[button.control] : () => begin({})
      return (
        <Button tone={button.tone} className={styles.main ?? ''} onClick={onClick} disabled={isBusy}>
          {button.label}
        </Button>
      )
    }
  }
}
