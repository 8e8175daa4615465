'use client'

import { useState } from 'react'
import { abortRun, pauseRun, type RunWire, resumeRun } from '@/lib/core/api/runs'
import { Button } from '../ui/button'
import { AbortDialog } from './abort-dialog'
import { HandOverDialog } from './hand-over-dialog'
import { ReasonDialog } from './reason-dialog'
import styles from './run-controls.module.css'
import { useRunMutation } from './use-run'

type Open = 'pause' | 'resume' | 'hand-over' | 'abort' | null

/** What may be done with the run as a whole, by this person, now. */
export function RunControls({ run }: { readonly run: RunWire }) {
  const [open, setOpen] = useState<Open>(null)
  const pause = useRunMutation(pauseRun, run.id)
  const resume = useRunMutation(resumeRun, run.id)
  const abort = useRunMutation(abortRun, run.id)
  const may = (control: RunWire['controls'][number]) => run.controls.includes(control)
  const close = () => setOpen(null)
  const params = { id: run.id }
  if (!(['pause', 'resume', 'hand-over', 'abort'] as const).some(may)) return null
  return (
    <div className={styles.controls}>
      {may('pause') ? (
        <Button tone="ghost" onClick={() => setOpen('pause')}>
          Pause…
        </Button>
      ) : null}
      {may('resume') ? <Button onClick={() => setOpen('resume')}>Resume…</Button> : null}
      {may('hand-over') ? (
        <Button tone="ghost" onClick={() => setOpen('hand-over')}>
          Hand over…
        </Button>
      ) : null}
      {may('abort') ? (
        <Button tone="danger" onClick={() => setOpen('abort')}>
          Abort…
        </Button>
      ) : null}
      <ReasonDialog
        title="Pause this run"
        verb="Pause"
        isOpen={open === 'pause'}
        onClose={close}
        mutation={pause}
        onGive={(reason) => pause.mutate({ params, body: { reason } }, { onSuccess: close })}
      >
        <p>No further step begins. What runs now ends first. The clock goes on.</p>
      </ReasonDialog>
      <ReasonDialog
        title="Resume this run"
        verb="Resume"
        isOpen={open === 'resume'}
        onClose={close}
        mutation={resume}
        onGive={(reason) => resume.mutate({ params, body: { reason } }, { onSuccess: close })}
      >
        <p>It goes on where it stopped; preconditions are looked at again before anything is done.</p>
      </ReasonDialog>
      <AbortDialog
        run={run}
        isOpen={open === 'abort'}
        onClose={close}
        mutation={abort}
        onGive={(reason) => abort.mutate({ params, body: { reason } }, { onSuccess: close })}
      />
      <HandOverDialog run={run} isOpen={open === 'hand-over'} onClose={close} />
    </div>
  )
}
