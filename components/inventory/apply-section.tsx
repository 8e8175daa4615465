'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { endpointUrl } from '@/lib/client/api-client'
import { useApiMutation } from '@/lib/client/queries/api-query'
import { listAudit } from '@/lib/core/api/audit'
import {
  applyInventoryEndpoint,
  exportInventoryEndpoint,
  getInventoryEndpoint,
  listRevisionsEndpoint,
  planInventoryEndpoint,
} from '@/lib/core/api/inventory'
import { formatPlan } from '@/lib/core/inventory/format-plan'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { TextArea, TextField } from '../ui/field'
import { FormActions, FormProblem } from '../ui/form'
import { Section } from '../ui/page'
import styles from './inventory.module.css'

/** From text to plan to revision: nothing is put in force that was not shown as a plan before. */
export function ApplySection() {
  const [text, setText] = useState('')
  const [message, setMessage] = useState('')
  const [isAsking, setAsking] = useState(false)
  const plan = useApiMutation(planInventoryEndpoint, [])
  const apply = useApiMutation(applyInventoryEndpoint, [
    getInventoryEndpoint,
    listRevisionsEndpoint,
    listAudit,
  ])
  const load = useMutation({ mutationFn: exportNow, onSuccess: (yaml) => change(yaml) })
  const planned = plan.data

  /** Another text has another plan. */
  function change(next: string) {
    setText(next)
    plan.reset()
    apply.reset()
  }

  function confirm() {
    if (planned === undefined) return
    apply.mutate(
      { body: { text, message, baseRevision: planned.baseRevision } },
      {
        onSuccess: () => {
          setAsking(false)
          plan.reset()
        },
      },
    )
  }

  return (
    <Section title="Change it" note="Nothing is put in force before you have seen what would change.">
      <div className={styles.editor}>
        <TextArea
          label="The whole inventory, as YAML or JSON"
          rows={12}
          spellCheck={false}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
        <FormProblem error={plan.error ?? load.error} />
        <FormActions>
          <Button tone="ghost" disabled={load.isPending} onClick={() => load.mutate()}>
            Start from the one in force
          </Button>
          <Button
            disabled={text.trim() === '' || plan.isPending}
            onClick={() => plan.mutate({ body: { text } })}
          >
            {plan.isPending ? 'Planning …' : 'Plan'}
          </Button>
        </FormActions>
        {apply.data && planned === undefined ? (
          <p role="status">
            {apply.data.isChanged
              ? `Revision ${apply.data.revision} is in force.`
              : `Nothing changed: revision ${apply.data.revision} stays in force.`}
          </p>
        ) : null}
        {planned ? (
          <>
            <h3>Plan on revision {planned.baseRevision}</h3>
            <pre className={styles.plan}>{formatPlan(planned.plan)}</pre>
            <TextField
              label="Why, for the revision and the audit log"
              maxLength={500}
              value={message}
              onChange={(event) => setMessage(event.target.value)}
            />
            <FormActions>
              <Button disabled={message.trim() === ''} onClick={() => setAsking(true)}>
                Apply…
              </Button>
            </FormActions>
            <ConfirmDialog
              title="Put this inventory in force?"
              verb="Apply"
              isOpen={isAsking}
              isBusy={apply.isPending}
              error={apply.error}
              onClose={() => setAsking(false)}
              onConfirm={confirm}
            >
              <p>
                {planned.plan.added} to add, {planned.plan.changed} to change, {planned.plan.removed} to
                remove. The map and the probes follow at once, for everybody.
              </p>
            </ConfirmDialog>
          </>
        ) : null}
      </div>
    </Section>
  )
}

const DEADLINE_MS = 20_000

/** The one in force as text, for somebody to change. */
async function exportNow(): Promise<string> {
  const response = await fetch(endpointUrl(exportInventoryEndpoint), {
    signal: AbortSignal.timeout(DEADLINE_MS),
  })
  if (response.ok) return response.text()
  throw new Error(`The inventory in force could not be read (status ${response.status}).`)
}
