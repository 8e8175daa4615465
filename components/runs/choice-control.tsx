'use client'

import type { FormEvent } from 'react'
import type { RunStepWire } from '@/lib/core/api/runs'
import { Button } from '../ui/button'
import styles from './step-controls.module.css'

interface ChoiceControlProps {
  readonly label: string
  readonly options: RunStepWire['options']
  readonly isBusy: boolean
  onGive(choice: string): void
}

/** A decision, each way with what follows from it. None is chosen beforehand. */
export function ChoiceControl({ label, options, isBusy, onGive }: ChoiceControlProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const choice = new FormData(event.currentTarget).get('choice')
    if (typeof choice === 'string') onGive(choice)
  }
  return (
    <form className={styles.choice} onSubmit={submit}>
      <fieldset>
        <legend>How to go on</legend>
        {options.map(({ value, title, consequence }) => (
          <label key={value}>
            <input type="radio" name="choice" value={value} required />
            <b>{title}</b>
            <span>{consequence}</span>
          </label>
        ))}
      </fieldset>
      <Button type="submit" className={styles.main ?? ''} disabled={isBusy}>
        {label}
      </Button>
    </form>
  )
}
