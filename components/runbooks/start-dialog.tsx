'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { FormEvent } from 'react'
import { apiQuery, useApiMutation } from '@/lib/client/queries/api-query'
import { listRunbooks, type RunbookWire, readRunbook, startRun } from '@/lib/core/api/runbooks'
import { listRuns } from '@/lib/core/api/runs'
import type { RunMode } from '@/lib/core/runbooks/run'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { SelectField, TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { ExecutableMark } from './executable-mark'
import { ModeChoice } from './mode-choice'
import { notOfferedWords, offeredValues, startValue } from './start-value'

interface StartDialogProps {
  readonly runbookId: string
  readonly title: string
  /** The node from which it is started. */
  readonly target?: string
  readonly mode?: RunMode
  readonly reason?: string
  /** The run that is taken back. */
  readonly wayBackOf?: string
  readonly isOpen: boolean
  onClose(): void
}

/** Starts a run: how much for real, why, and upon what. */
export function StartDialog(props: StartDialogProps) {
  const { runbookId, title, isOpen, onClose } = props
  return (
    <Dialog title={`Start: ${title}`} isOpen={isOpen} onClose={onClose}>
      <LoadedForm key={runbookId} {...props} />
    </Dialog>
  )
}

function LoadedForm(props: StartDialogProps) {
  const runbook = useQuery(apiQuery(readRunbook, { params: { id: props.runbookId } }))
  if (runbook.data) return <StartForm {...props} runbook={runbook.data} />
  if (runbook.error) {
    return <FailureMessage what="The runbook" error={runbook.error} onRetry={() => void runbook.refetch()} />
  }
  return <Skeleton label="the runbook" rows={4} />
}

function StartForm({
  runbook,
  target,
  mode = 'rehearsal',
  reason,
  wayBackOf,
  onClose,
}: StartDialogProps & { readonly runbook: RunbookWire }) {
  const router = useRouter()
  const start = useApiMutation(startRun, [listRunbooks, readRunbook, listRuns])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    const parameters = Object.fromEntries(
      runbook.parameters.map(({ name }) => [name, text(`parameter-${name}`)]),
    )
    start.mutate(
      {
        params: { id: runbook.id },
        body: {
          mode: text('mode') as RunMode,
          reason: text('reason'),
          parameters,
          ...(wayBackOf === undefined ? {} : { wayBackOf }),
        },
      },
      { onSuccess: (run) => router.push(`/runs/${run.id}`) },
    )
  }
  return (
    <Form onSubmit={submit}>
      <ExecutableMark executable={runbook.executable} />
      <ModeChoice initial={mode} />
      {runbook.parameters.map((parameter) => (
        <ParameterField key={parameter.name} parameter={parameter} target={target} />
      ))}
      <TextField
        label="Why"
        name="reason"
        hint="Stands in the time line and in the report."
        defaultValue={reason}
        maxLength={500}
        required
      />
      <FormProblem error={start.error} />
      <FormActions>
        <Button tone="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={start.isPending}>
          Start
        </Button>
      </FormActions>
    </Form>
  )
}

interface ParameterFieldProps {
  readonly parameter: RunbookWire['parameters'][number]
  readonly target: string | undefined
}

function ParameterField({ parameter, target }: ParameterFieldProps) {
  const { name, title, options } = parameter
  const hint = notOfferedWords(parameter)
  const common = { label: title, name: `parameter-${name}`, defaultValue: startValue(parameter, target) }
  if (options === null) return <TextField {...common} required />
  return (
    <SelectField {...common} {...(hint === null ? {} : { hint })}>
      {offeredValues(parameter).map(({ value, words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </SelectField>
  )
}
