'use client'

import { useSyncExternalStore } from 'react'

const clockFormat: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' }
const dayFormat: Intl.DateTimeFormatOptions = {
  ...clockFormat,
  year: 'numeric',
  month: 'short',
  day: 'numeric',
}

interface MomentProps {
  /** ISO 8601 or epoch milliseconds. */
  readonly at: string | number
  /** `clock` for today's things, `day` where the date matters. */
  readonly form?: 'clock' | 'day'
}

/** An instant in the viewer's zone, with the exact UTC in the title. The server, which has no zone, draws UTC. */
export function Moment({ at, form = 'day' }: MomentProps) {
  const isInBrowser = useSyncExternalStore(subscribeToNothing, inBrowser, onServer)
  const date = new Date(at)
  const iso = date.toISOString()
  const options = form === 'clock' ? clockFormat : dayFormat
  const words = isInBrowser
    ? date.toLocaleString(undefined, { ...options, hourCycle: 'h23' })
    : iso.slice(form === 'clock' ? 11 : 0, 19)
  return (
    <time dateTime={iso} title={`${iso.replace('T', ' ').replace('Z', '')} UTC`}>
      {words}
    </time>
  )
}

const subscribeToNothing = () => () => undefined
const inBrowser = () => true
const onServer = () => false
