'use client'

import { type FormEvent, useState } from 'react'
import { useMay } from '@/lib/client/person'
import { useApiMutation } from '@/lib/client/queries/api-query'
import {
  acknowledgeFinding,
  type FindingWire,
  listFindings,
  readFinding,
  reopenFinding,
} from '@/lib/core/api/findings'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/field'
import { Form, FormActions, FormProblem } from '../ui/form'
import styles from './finding-detail.module.css'
import { WaiveDialog } from './waive-dialog'

type Open = 'acknowledge' | 'reopen' | 'waive' | null

/** What the reader may do about it; a finding is resolved by mending the estate, never by hand. */
export function FindingActions({ finding }: { readonly finding: FindingWire }) {
  const [open, setOpen] = useState<Open>(null)
  const mayOperate = useMay('operator')
  const mayWaive = useMay('commander')
  if (finding.status === 'resolved' || !mayOperate) return null
  const close = () => setOpen(null)
  return (
    <div className={styles.actions}>
      {finding.status === 'open' ? <Button onClick={() => setOpen('acknowledge')}>Acknowledge</Button> : null}
      {finding.status === 'open' ? null : (
        <Button tone="ghost" onClick={() => setOpen('reopen')}>
          Reopen
        </Button>
      )}
      {mayWaive && finding.status !== 'waived' ? (
        <Button tone="ghost" onClick={() => setOpen('waive')}>
          Waive …
        </Button>
      ) : null}
      <NoteDialog finding={finding} verb="acknowledge" isOpen={open === 'acknowledge'} onClose={close} />
      <NoteDialog finding={finding} verb="reopen" isOpen={open === 'reopen'} onClose={close} />
      <WaiveDialog finding={finding} isOpen={open === 'waive'} onClose={close} />
    </div>
  )
}

const words = {
  acknowledge: {
    title: 'Acknowledge the finding',
    explains: 'The others see that you work on it. It stays until it is mended.',
  },
  reopen: { title: 'Reopen the finding', explains: 'It counts as open again.' },
} as const

interface NoteDialogProps {
  readonly finding: FindingWire
  readonly verb: keyof typeof words
  readonly isOpen: boolean
  onClose(): void
}

function NoteDialog({ finding, verb, isOpen, onClose }: NoteDialogProps) {
  const acknowledge = useApiMutation(acknowledgeFinding, [listFindings, readFinding])
  const reopen = useApiMutation(reopenFinding, [listFindings, readFinding])
  const change = verb === 'acknowledge' ? acknowledge : reopen
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const note = String(new FormData(event.currentTarget).get('note'))
    change.mutate({ params: { id: finding.id }, body: { note } }, { onSuccess: onClose })
  }
  return (
    <Dialog title={words[verb].title} isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={submit}>
        <p>{words[verb].explains}</p>
        <TextField label="Note for the others" name="note" maxLength={500} required autoFocus />
        <FormProblem error={change.error} />
        <FormActions>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={change.isPending}>
            {verb === 'acknowledge' ? 'Acknowledge' : 'Reopen'}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  )
}
