'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import { apiQuery, useApiMutation } from '@/lib/client/queries/api-query'
import { listRunbooks, type RunbookWire, readRunbook, startRun } from '@/lib/core/api/runbooks'
import { listRuns } from '@/lib/core/api/runs'
import type { RunMode } from '@/lib/core/runbooks/run'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { SelectField, TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { LookMark } from './look-mark'
import { type LookState, lookState } from './look-state'
import { ModeChoice } from './mode-choice'
import styles from './start-dialog.module.css'
import { changedWords, chosenValue, notOfferedWords, offeredValues } from './start-value'
import { useLook } from './use-look'

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

const askWhileLookingMs = 500
const askAgainMs = 5_000

/** Nobody starts upon what was found long ago: while it is shown, the estate is looked at anew. */
function LoadedForm(props: StartDialogProps) {
  const asked = useLook(props.runbookId)
  const lookAt = (data: RunbookWire | undefined) => lookState(asked, data?.executable.evaluatedAt ?? null)
  const runbook = useQuery({
    ...apiQuery(readRunbook, { params: { id: props.runbookId } }),
    refetchInterval: ({ state }) => (lookAt(state.data) === 'looking' ? askWhileLookingMs : askAgainMs),
  })
  if (runbook.data) return <StartForm {...props} runbook={runbook.data} look={lookAt(runbook.data)} />
  if (runbook.error) {
    return <FailureMessage what="The runbook" error={runbook.error} onRetry={() => void runbook.refetch()} />
  }
  return <Skeleton label="the runbook" rows={4} />
}

interface StartFormProps extends StartDialogProps {
  readonly runbook: RunbookWire
  readonly look: LookState
}

function StartForm({
  runbook,
  look,
  target,
  mode = 'rehearsal',
  reason,
  wayBackOf,
  onClose,
}: StartFormProps) {
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
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
      <LookMark look={look} executable={runbook.executable} />
      <ModeChoice initial={mode} />
      {runbook.parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={chosenValue(parameter, target, chosen[parameter.name])}
          isLooking={look === 'looking'}
          onChoose={(value) => setChosen((before) => ({ ...before, [parameter.name]: value }))}
        />
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
        <Button type="submit" disabled={start.isPending || look === 'looking'}>
          Start
        </Button>
      </FormActions>
    </Form>
  )
}

interface ParameterFieldProps {
  readonly parameter: RunbookWire['parameters'][number]
  readonly value: string
  /** Until the estate was looked at for this start, what is offered may change. */
  readonly isLooking: boolean
  onChoose(value: string): void
}

function ParameterField(props: ParameterFieldProps) {
  const { parameter, value, isLooking } = props
  const [meant, setMeant] = useState<string>()
  if (meant === undefined && !isLooking) setMeant(value)
  const changed = parameter.choices === null ? null : changedWords(parameter, meant, value)
  const choose = (next: string) => {
    setMeant(next)
    props.onChoose(next)
  }
  return (
    <div className={styles.parameter}>
      <ParameterControl {...props} onChoose={choose} />
      <p role="status">{changed}</p>
    </div>
  )
}

function ParameterControl({ parameter, value, onChoose }: ParameterFieldProps) {
  const { name, title, options } = parameter
  const hint = notOfferedWords(parameter)
  const onChange = (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => onChoose(event.target.value)
  const common = { label: title, name: `parameter-${name}`, value, onChange }
  if (options === null) {
    return <TextField {...common} required={parameter.default !== ''} />
  }
  return (
    <SelectField {...common} {...(hint === null ? {} : { hint })}>
      {offeredValues(parameter).map(({ value: offered, words }) => (
        <option key={offered} value={offered}>
          {words}
        </option>
      ))}
    </SelectField>
  )
}
