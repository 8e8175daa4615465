'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'
import styles from './field.module.css'

interface FieldProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
}

export function TextField({ label, hint, error, ...rest }: FieldProps & ComponentProps<'input'>) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(ids) => <input className={styles.control} {...ids} {...rest} />}
    </Labelled>
  )
}

export function TextArea({ label, hint, error, ...rest }: FieldProps & ComponentProps<'textarea'>) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(ids) => <textarea className={styles.control} {...ids} {...rest} />}
    </Labelled>
  )
}

export function SelectField({
  label,
  hint,
  error,
  children,
  ...rest
}: FieldProps & ComponentProps<'select'>) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(ids) => (
        <select className={styles.control} {...ids} {...rest}>
          {children}
        </select>
      )}
    </Labelled>
  )
}

interface ControlIds {
  readonly id: string
  readonly 'aria-describedby'?: string
  readonly 'aria-invalid'?: true
}

function Labelled({ label, hint, error, children }: FieldProps & { children(ids: ControlIds): ReactNode }) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  const ids: ControlIds = {
    id,
    ...(note ? { 'aria-describedby': noteId } : {}),
    ...(error ? { 'aria-invalid': true } : {}),
  }
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children(ids)}
      {note ? (
        <span id={noteId} className={error ? styles.error : styles.hint} role={error ? 'alert' : undefined}>
          {note}
        </span>
      ) : null}
    </div>
  )
}
