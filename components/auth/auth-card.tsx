import type { ReactNode } from 'react'
import { BrandMark } from '../shell/brand-mark'
import styles from './auth-card.module.css'

/** The frame of the pages outside the console: one card, one thing to do. */
export function AuthCard({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <BrandMark />
          Switchyard
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}

/** What went wrong, told to screen readers as it comes. */
export function AuthProblem({ children }: { readonly children: string | null }) {
  if (children === null) return null
  return (
    <p role="alert" className={styles.problem}>
      {children}
    </p>
  )
}
