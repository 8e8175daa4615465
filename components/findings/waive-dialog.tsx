'use client'

import type { FormEvent } from 'react'
import { usePerson } from '@/lib/client/person'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { type FindingWire, listFindings, readFinding, waiveFinding } from '@/lib/core/api/findings'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'

interface WaiveDialogProps {
  readonly finding: FindingWire
  readonly isOpen: boolean
  onClose(): void
}

/** Accepts a finding for a while: never without an end, a reason, and somebody who answers for it. */
export function WaiveDialog({ finding, isOpen, onClose }: WaiveDialogProps) {
  const person = usePerson()
  const waive = useApiMutation(waiveFinding, [listFindings, readFinding])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    const until = endOfDay(text('until'))
    const body = { until, owner: text('owner'), reason: text('reason') }
    waive.mutate({ params: { id: finding.id }, body }, { onSuccess: onClose })
  }
  return (
    <Dialog title="Waive the finding" isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={submit}>
        <p>
          It no longer counts as open until the day that you name, at most a year from now. Then it opens
          again.
        </p>
        <TextField label="Until" name="until" type="date" required autoFocus />
        <TextField
          label="Who answers for it"
          name="owner"
          maxLength={100}
          defaultValue={person.name}
          required
        />
        <TextField label="Why it is accepted" name="reason" maxLength={500} required />
        <FormProblem error={waive.error} />
        <FormActions>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={waive.isPending}>
            Waive
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}

/** The day that somebody chose belongs to the waiver, in their own time zone. */
function endOfDay(date: string): string {
  const day = new Date(`${date}T23:59:59`)
  return Number.isNaN(day.getTime()) ? date : day.toISOString()
}
