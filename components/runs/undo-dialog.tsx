'use client'

import { type FormEvent, useState } from 'react'
import type { RunStepWire } from '@/lib/core/api/runs'
import { Evidence } from '../runbooks/evidence'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'

interface UndoDialogProps {
  readonly step: RunStepWire
  readonly isOpen: boolean
  readonly mutation: { readonly isPending: boolean; readonly error: Error | null }
  onClose(): void
  onGive(given: { readonly reason: string; readonly confirmation?: string }): void
}

/** Says what the step did and found before it, and asks why: what destroys is confirmed by its name, as its doing was. */
export function UndoDialog({ step, isOpen, mutation, onClose, onGive }: UndoDialogProps) {
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason')).trim()
    onGive({ reason, ...(step.confirm === null ? {} : { confirmation: typed.trim() }) })
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
        <FormProblem error={mutation.error} />
        <FormActions>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            disabled={mutation.isPending || (step.confirm !== null && typed.trim() !== step.confirm)}
          >
            Take it back
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
