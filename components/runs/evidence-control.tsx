'use client'

import type { FormEvent } from 'react'
import { Button } from '../ui/button'
import { TextArea } from '../ui/field'
import styles from './step-controls.module.css'

interface EvidenceControlProps {
  readonly label: string
  readonly prompt: string
  readonly isBusy: boolean
  onGive(evidence: string): void
}

/** Done by hand, with a sentence that shows it. */
export function EvidenceControl({ label, prompt, isBusy, onGive }: EvidenceControlProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onGive(String(new FormData(event.currentTarget).get('evidence')).trim())
  }
  return (
    <form className={styles.evidence} onSubmit={submit}>
      <TextArea
        label={prompt}
        name="evidence"
        hint="Kept in the report."
        rows={2}
        maxLength={2_000}
        required
      />
      <Button type="submit" className={styles.main ?? ''} disabled={isBusy}>
        {label}
      </Button>
    </form>
  )
}
