'use client'

import type { ReactNode } from 'react'
import { Button } from './button'
import styles from './state-message.module.css'

interface StateMessageProps {
  readonly title: string
  readonly children: ReactNode
}

/** Says why there is nothing to show, and what to do about it. */
export function StateMessage({ title, children }: StateMessageProps) {
  return (
    <div className={styles.message}>
      <h2>{title}</h2>
      {children}
    </div>
  )
}

interface FailureMessageProps {
  readonly what: string
  readonly error: Error
  onRetry(): void
}

export function FailureMessage({ what, error, onRetry }: FailureMessageProps) {
  return (
    <div role="alert">
      <StateMessage title={`${what} could not be loaded`}>
        <p>{error.message}</p>
        <Button tone="ghost" onClick={onRetry}>
          Try again
        </Button>
      </StateMessage>
    </div>
  )
}

const rowKeys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** Stands where the content will be, so that nothing jumps when it arrives. */
export function Skeleton({ label, rows = 4 }: { readonly label: string; readonly rows?: number }) {
  return (
    <div className={styles.skeleton} role="status" aria-label={`Loading ${label}`}>
      {rowKeys.slice(0, rows).map((key) => (
        <i key={key} />
      ))}
    </div>
  )
}
