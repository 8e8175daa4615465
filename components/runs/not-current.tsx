'use client'

import { useServerNow } from '@/lib/client/live/live-context'
import { spanWords } from '@/lib/client/time/duration-words'
import styles from './run-page.module.css'

interface NotCurrentProps {
  /** By this browser's clock. */
  readonly readAtMs: number
  readonly error: Error
}

/** Above a run that can no longer be read: what is shown is how it was. */
export function NotCurrent({ readAtMs, error }: NotCurrentProps) {
  const nowMs = useServerNow()
  return (
    <p role="alert" className={styles.notCurrent}>
      <b>This is how the run was{nowMs === null ? '' : ` ${spanWords(nowMs - readAtMs)} ago`}.</b>{' '}
      {error.message} It is tried again by itself.
    </p>
  )
}
