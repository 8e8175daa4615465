'use client'

import type { FormEvent } from 'react'
import type { EstateNode } from '@/lib/client/live/estate'
import { useLive } from '@/lib/client/live/live-context'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { listMaintenance, planMaintenance } from '@/lib/core/api/maintenance'
import { getNode } from '@/lib/core/api/nodes'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { SelectField, TextField } from '../../ui/field'
import { Form, FormActions, FormProblem } from '../../ui/form'

interface NodeDialogProps {
  readonly node: EstateNode
  readonly isOpen: boolean
  onClose(): void
}

const minuteMs = 60_000
const lengths = [
  { minutes: 30, words: '30 minutes' },
  { minutes: 60, words: '1 hour' },
  { minutes: 120, words: '2 hours' },
  { minutes: 240, words: '4 hours' },
  { minutes: 480, words: '8 hours' },
  { minutes: 1_440, words: '1 day' },
] as const

/** Maintenance from now, or from a time in the viewer's zone. */
export function MaintenanceDialog({ node, isOpen, onClose }: NodeDialogProps) {
  const plan = useApiMutation(planMaintenance, [getNode, listMaintenance])
  const { connection } = useLive()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const from = String(form.get('from'))
    const startMs = from === '' ? connection.serverNowMs() : new Date(from).getTime()
    const endsAt = new Date(startMs + Number(form.get('minutes')) * minuteMs).toISOString()
    const startsAt = from === '' ? {} : { startsAt: new Date(startMs).toISOString() }
    const body = { node: node.slug, endsAt, reason: String(form.get('reason')), ...startsAt }
    plan.mutate({ body }, { onSuccess: onClose })
  }
  return (
    <Dialog title={`Plan maintenance of ${node.name}`} isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={submit}>
        <p>Probing goes on. While it runs, the node is shown in maintenance and its failure alarms nobody.</p>
        <TextField label="From" name="from" type="datetime-local" hint="Left empty: from now on." />
        <SelectField label="For" name="minutes" defaultValue={60}>
          {lengths.map(({ minutes, words }) => (
            <option key={minutes} value={minutes}>
              {words}
            </option>
          ))}
        </SelectField>
        <TextField label="Reason" name="reason" maxLength={500} required />
        <FormProblem error={plan.error} />
        <FormActions>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={plan.isPending}>
            Plan maintenance
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
