'use client'

import { useState } from 'react'
import type { ImportPreviewWire } from '@/lib/core/api/imports'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { TextField } from '../ui/field'
import { FormActions } from '../ui/form'
import styles from './imports.module.css'
import { lineWords } from './line-words'

interface ApplyPlanProps {
  readonly plan: NonNullable<ImportPreviewWire['plan']>
  readonly preview: ImportPreviewWire
  readonly apply: { readonly isPending: boolean; readonly error: Error | null; reset(): void }
  onConfirm(plan: string, message: string, onDone: () => void): void
}

/** The last step: the plan as it was shown, all of it or nothing. Lines that are left out are in its very name. */
export function ApplyPlan({ plan, preview, apply, onConfirm }: ApplyPlanProps) {
  const [isAsking, setAsking] = useState(false)
  const [message, setMessage] = useState('')
  const { added, changed, removed } = plan.type === 'facts' ? plan : plan.plan
  const { file, notUnderstoodCount } = preview
  const isInventory = plan.type === 'inventory'
  const verb = notUnderstoodCount === 0 ? 'Import' : `Import without ${lineWords(notUnderstoodCount)}`
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
          {verb}…
        </Button>
      </FormActions>
      <ConfirmDialog
        title={isInventory ? 'Put this in force?' : `Import ${file}?`}
        verb={verb}
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
        <LeftOut preview={preview} />
      </ConfirmDialog>
    </>
  )
}

const MOST_LISTED = 5

function LeftOut({ preview }: { readonly preview: ImportPreviewWire }) {
  const { notUnderstood, notUnderstoodCount } = preview
  if (notUnderstoodCount === 0) return null
  const listed = notUnderstood.slice(0, MOST_LISTED)
  return (
    <div className={styles.left}>
      <p>
        {capital(lineWords(notUnderstoodCount))} {notUnderstoodCount === 1 ? 'was' : 'were'} not understood,
        and nothing is made of {notUnderstoodCount === 1 ? 'it' : 'them'}:
      </p>
      <ul>
        {listed.map(({ line, text, reason }) => (
          <li key={`${line}:${reason}:${text}`}>
            Line {line}: {reason}
          </li>
        ))}
        {notUnderstoodCount > listed.length ? <li>and {notUnderstoodCount - listed.length} more</li> : null}
      </ul>
    </div>
  )
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
