'use client'

import type { FormEvent } from 'react'
import { handOverRun, type RunWire } from '@/lib/core/api/runs'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { SelectField, TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'
import { useRunMutation } from './use-run'

interface HandOverDialogProps {
  readonly run: RunWire
  readonly isOpen: boolean
  onClose(): void
}

/** Makes somebody else the commander. */
export function HandOverDialog({ run, isOpen, onClose }: HandOverDialogProps) {
  const handOver = useRunMutation(handOverRun, run.id)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const body = { to: String(form.get('to')), reason: String(form.get('reason')).trim() }
    handOver.mutate({ params: { id: run.id }, body }, { onSuccess: onClose })
  }
  return (
    <Dialog title="Hand this run over" isOpen={isOpen} onClose={onClose}>
      {run.commanders.length === 0 ? (
        <p>Nobody else may command a run.</p>
      ) : (
        <Form onSubmit={submit}>
          <p>{run.commander} commands it now. Everybody who looks at the run is told.</p>
          <SelectField label="To whom" name="to" required>
            {run.commanders.map(({ email, name }) => (
              <option key={email} value={email}>
                {name} ({email})
              </option>
            ))}
          </SelectField>
          <TextField label="Reason" name="reason" maxLength={500} required />
          <FormProblem error={handOver.error} />
          <FormActions>
            <Button tone="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={handOver.isPending}>
              Hand over
            </Button>
          </FormActions>
        </Form>
      )}
    </Dialog>
  )
}
