'use client'

import type { FormEvent, ReactNode } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'

export interface ReasonDialogProps {
  readonly title: string
  readonly verb: string
  readonly isOpen: boolean
  readonly mutation: { readonly isPending: boolean; readonly error: Error | null }
  /** False while something else in the dialog is still to be given. */
  readonly isReady?: boolean
  onClose(): void
  onGive(reason: string): void
  readonly children: ReactNode
}

/** Says what will happen, and asks why: the reason stands in the time line and in the report. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, verb, isOpen, mutation, isReady = true, onClose, onGive, children } = props
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onGive(String(new FormData(event.currentTarget).get('reason')).trim())
  }
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={submit}>
        {children}
        <TextField
          label="Reason"
          name="reason"
          hint="Stands in the time line and in the report."
          maxLength={500}
          required
        />
        <FormProblem error={mutation.error} />
        <FormActions>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={mutation.isPending || !isReady}>
            {verb}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
