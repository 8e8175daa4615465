'use client'

import { type FormEvent, useState } from 'react'
import { type RunStepWire, type RunWire, undoStep } from '@/lib/core/api/runs'
import { Evidence } from '../runbooks/evidence'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'
import { useRunMutation } from './use-run'

interface UndoDialogProps {
  readonly run: RunWire
  readonly step: RunStepWire
  readonly isOpen: boolean
  onClose(): void
}

/** Says what the step did and found before it, and asks why: what destroys is confirmed by its name, as its doing was. */
export function UndoDialog({ run, step, isOpen, onClose }: UndoDialogProps) {
  const undo = useRunMutation(undoStep, run.id)
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason')).trim()
    const confirmation = step.confirm === null ? {} : { confirmation: typed.trim() }
    const params = { id: run.id, key: step.key }
    undo.mutate({ params, body: { reason, ...confirmation } }, { onSuccess: onClose })
  }
  return (
    <Dialog title={`Take back: ${step.title}`} isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={submit}>
        <p>
          What this run found before the step is brought back, and read back from the real system.
          {step.approvals === null ? '' : ' It needs the same approvals as the step.'} Then a person executes
          it again, leaves it out, or aborts the run.
        </p>
        {step.result === null ? null : (
          <>
            <p>{step.result.summary}</p>
            <Evidence lines={step.result.evidence} />
          </>
        )}
        <TextField
          label="Reason"
          name="reason"
          hint="Stands in the time line and in the report."
          maxLength={500}
          required
        />
        {step.confirm === null ? null : (
          <TextField
            label={`Type ${step.confirm} to confirm`}
            name="confirmation"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        )}
        <FormProblem error={undo.error} />
        <FormActions>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            disabled={undo.isPending || (step.confirm !== null && typed.trim() !== step.confirm)}
          >
            Take it back
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
