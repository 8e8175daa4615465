'use client'

import type { ReactNode } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import styles from './field.module.css'
import { FormActions, FormProblem } from './form'

interface ConfirmDialogProps {
  /** The question. */
  readonly title: string
  /** What the button does, in its own words; never just OK. */
  readonly verb: string
  readonly isOpen: boolean
  readonly isBusy: boolean
  readonly error: Error | null
  onClose(): void
  onConfirm(): void
  readonly children: ReactNode
}

/** Says what will happen before it does. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, verb, isOpen, isBusy, error, onClose, onConfirm, children } = props
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <div className={styles.form}>
        {children}
        <FormProblem error={error} />
        <FormActions>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button onClick={onConfirm} disabled={isBusy}>
            {verb}
          </Button>
        </FormActions>
      </div>
    </Dialog>
  )
}
