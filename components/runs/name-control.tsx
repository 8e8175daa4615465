'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import styles from './step-controls.module.css'

interface NameControlProps {
  readonly label: string
  /** What must be typed, letter by letter. */
  readonly name: string
  readonly isBusy: boolean
  onGive(typed: string): void
}

/** Nothing that destroys is one click away: the name of what it destroys is typed first. */
export function NameControl({ label, name, isBusy, onGive }: NameControlProps) {
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (typed.trim() === name) onGive(typed.trim())
  }
  return (
    <form className={styles.name} onSubmit={submit}>
      <TextField
        label={`Type ${name} to confirm`}
        name="confirmation"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <Button type="submit" className={styles.main ?? ''} disabled={isBusy || typed.trim() !== name}>
        {label}
      </Button>
    </form>
  )
}
