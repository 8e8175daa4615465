'use client'

import type { FormEvent } from 'react'
import type { EstateNode } from '@/lib/client/live/estate'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { acknowledgeNode } from '@/lib/core/api/acknowledgements'
import { getNode } from '@/lib/core/api/nodes'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/field'
import { Form, FormActions, FormProblem } from '../../ui/form'

interface NodeDialogProps {
  readonly node: EstateNode
  readonly isOpen: boolean
  onClose(): void
}

/** Tells the others that somebody has seen the failure and works on it. */
export function AcknowledgeDialog({ node, isOpen, onClose }: NodeDialogProps) {
  const acknowledge = useApiMutation(acknowledgeNode, [getNode])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const note = String(new FormData(event.currentTarget).get('note'))
    acknowledge.mutate({ params: { slug: node.slug }, body: { note } }, { onSuccess: onClose })
  }
  return (
    <Dialog title={`Acknowledge the failure of ${node.name}`} isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={submit}>
        <p>
          It stays as failing as it is; the others see that you work on it. It ends when the node recovers.
        </p>
        <TextField label="Note for the others" name="note" maxLength={500} required autoFocus />
        <FormProblem error={acknowledge.error} />
        <FormActions>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={acknowledge.isPending}>
            Acknowledge
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
