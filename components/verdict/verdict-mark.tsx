import type { ReactNode } from 'react'
import styles from './verdict-mark.module.css'

/** What a comparison of declared and observed says; health is another thing, and has the colours. */
export type VerdictTone = 'agrees' | 'differs' | 'unknown' | 'planned'

interface VerdictMarkProps {
  readonly tone: VerdictTone
  readonly children: ReactNode
}

/** A verdict as sign, weight and words, in ink alone. */
export function VerdictMark({ tone, children }: VerdictMarkProps) {
  return (
    <span className={`${styles.mark} ${styles[tone] ?? ''}`}>
      <VerdictSign tone={tone} />
      {children}
    </span>
  )
}

const signs: Readonly<Record<VerdictTone, ReactNode>> = {
  agrees: <path d="M2 6.5 5 9.5 10.5 3" />,
  differs: <path d="M2 4.5H10M2 8H10M8 1.5 4 11" />,
  unknown: <path d="M3.8 4.2a2.2 2.2 0 1 1 3.3 1.9C6.4 6.5 6 6.9 6 7.7M6 10.2V10.3" />,
  planned: <path d="M2 6H3.2M5.4 6H6.6M8.8 6H10" />,
}

export function VerdictSign({ tone }: { readonly tone: VerdictTone }) {
  return (
    <svg
      width="12"
      height="12"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {signs[tone]}
    </svg>
  )
}
