'use client'

import { useState } from 'react'
import type { ImportPreviewWire } from '@/lib/core/api/imports'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { TextField } from '../ui/field'
import { FormActions } from '../ui/form'

interface ApplyPlanProps {
  readonly plan: NonNullable<ImportPreviewWire['plan']>
  readonly file: string
  readonly apply: { readonly isPending: boolean; readonly error: Error | null; reset(): void }
  onConfirm(plan: string, message: string, onDone: () => void): void
}

/** The last step: the plan as it was shown, all of it or nothing. */
export function ApplyPlan({ plan, file, apply, onConfirm }: ApplyPlanProps) {
  const [isAsking, setAsking] = useState(false)
  const [message, setMessage] = useState('')
  const { added, changed, removed } = plan.type === 'facts' ? plan : plan.plan
  const isInventory = plan.type === 'inventory'
  const isNothing = isInventory && added + changed + removed === 0
  if (isNothing) return <p role="status">The inventory says all of this already.</p>
  return (
    <>
      {isInventory ? (
        <TextField
          label="Why, for the revision and the audit log"
          maxLength={500}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
      ) : null}
      <FormActions>
        <Button
          disabled={isInventory && message.trim() === ''}
          onClick={() => {
            apply.reset()
            setAsking(true)
          }}
        >
          Import…
        </Button>
      </FormActions>
      <ConfirmDialog
        title={isInventory ? 'Put this in force?' : `Import ${file}?`}
        verb="Import"
        isOpen={isAsking}
        isBusy={apply.isPending}
        error={apply.error}
        onClose={() => setAsking(false)}
        onConfirm={() => onConfirm(plan.hash, message.trim(), () => setAsking(false))}
      >
        <p>
          {added} to add, {changed} to change, {removed} to remove.{' '}
          {isInventory
            ? 'The map and the probes follow at once, for everybody.'
            : 'Every view that shows what is observed follows at once.'}
        </p>
      </ConfirmDialog>
    </>
  )
}
