import type { ReactNode } from 'react'
import { BrandMark } from './brand-mark'
import styles from './outside-page.module.css'

/** The frame of a page that says one thing, without the console around it. */
export function OutsidePage({ children }: { readonly children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.brand}>
        <BrandMark />
        Switchyard
      </div>
      {children}
    </main>
  )
}
