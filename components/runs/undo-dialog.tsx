'use client'

import { useState } from 'react'
import type { RunStepWire } from '@/lib/core/api/runs'
import { Evidence } from '../runbooks/evidence'
import { TextField } from '../ui/field'
import { ReasonDialog, type ReasonDialogProps } from './reason-dialog'

interface UndoDialogProps extends Pick<ReasonDialogProps, 'isOpen' | 'mutation' | 'onClose'> {
  readonly step: RunStepWire
  onGive(given: { readonly reason: string; readonly confirmation?: string }): void
}

/** Says what the step did and found before it, and asks why: what destroys is confirmed by its name, as its doing was. */
export function UndoDialog({ step, onGive, ...dialog }: UndoDialogProps) {
  const [typed, setTyped] = useState('')
  const { confirm } = step
  return (
    <ReasonDialog
      {...dialog}
      title={`Take back: ${step.title}`}
      verb="Take it back"
      isReady={confirm === null || typed.trim() === confirm}
      onGive={(reason) => onGive({ reason, ...(confirm === null ? {} : { confirmation: typed.trim() }) })}
    >
      <p>
        What this run found before the step is brought back, and read back from the real system.
        {step.approvals === null ? '' : ' It needs the same approvals as the step.'} Then a person executes it
        again, leaves it out, or aborts the run.
      </p>
      {step.result === null ? null : (
        <>
          <p>{step.result.summary}</p>
          <Evidence lines={step.result.evidence} />
        </>
      )}
      {confirm === null ? null : (
        <TextField
          label={`Type ${confirm} to confirm`}
          name="confirmation"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
      )}
    </ReasonDialog>
  )
}
