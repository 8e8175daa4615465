import type { ReactNode } from 'react'
import { type Doing, type OfRun, type ShownStatus, shownStatus } from '@/lib/core/runbooks/step-status-words'
import styles from './step-mark.module.css'

interface StepMarkProps {
  readonly step: Doing
  readonly run: OfRun
}

/** Where a step stands, as a shape: ring, dot in a ring, tick, cross, triangle, dash, arrow back. What is rehearsed is not done. */
export function StepMark({ step, run }: StepMarkProps) {
  const shape = shownStatus(step, run)
  return (
    <svg className={`${styles.mark} ${styles[shape]}`} viewBox="0 0 20 20" width={18} height={18} aria-hidden>
      {shapes[shape]}
    </svg>
  )
}

const ring = <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
const turning = (
  <>
    <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.3" />
    <path d="M10 2a8 8 0 0 1 8 8" fill="none" stroke="currentColor" strokeWidth="2.4" />
    <circle cx="10" cy="10" r="3" fill="currentColor" />
  </>
)
const disc = <circle cx="10" cy="10" r="9" fill="currentColor" />
const sign = { fill: 'none', stroke: 'var(--surface)', strokeWidth: 2, strokeLinecap: 'round' } as const

const shapes = {
  pending: ring,
  'not-done': ring,
  ready: (
    <>
      {disc}
      <circle cx="10" cy="10" r="4" fill="var(--surface)" />
    </>
  ),
  queued: turning,
  running: turning,
  'awaiting-approval': (
    <>
      {disc}
      <path d="M10 5.5V10l3 2" {...sign} />
    </>
  ),
  blocked: (
    <>
      <path d="M10 1.5 19 18H1z" fill="currentColor" />
      <path d="M10 7.5v4.5M10 15v.1" {...sign} />
    </>
  ),
  doubtful: (
    <>
      {disc}
      <path d="M10 5.5v5.5M10 14v.1" {...sign} />
    </>
  ),
  succeeded: (
    <>
      {disc}
      <path d="m6 10.3 2.8 2.7L14 7.4" {...sign} />
    </>
  ),
  rehearsed: (
    <>
      <circle
        cx="10"
        cy="10"
        r="8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray="3 2.6"
      />
      <circle cx="10" cy="10" r="2.5" fill="currentColor" />
    </>
  ),
  failed: (
    <>
      <rect x="1.5" y="1.5" width="17" height="17" rx="3" fill="currentColor" />
      <path d="m6.5 6.5 7 7m0-7-7 7" {...sign} />
    </>
  ),
  undone: (
    <>
      {ring}
      <path d="M13.5 12.5a4 4 0 1 0-6.6-3M6.5 6v3.7h3.7" fill="none" stroke="currentColor" strokeWidth="2" />
    </>
  ),
  skipped: (
    <>
      {ring}
      <path d="M6.5 10h7" stroke="currentColor" strokeWidth="2" />
    </>
  ),
} satisfies Readonly<Record<ShownStatus, ReactNode>>
