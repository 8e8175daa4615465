'use client'

import { memo } from 'react'
import type { EstateNode } from '@/lib/client/live/estate'
import { useObserved } from '@/lib/client/live/live-context'
import { summaryWords } from '../graph/summary-words'
import styles from './container-frame.module.css'

interface ContainerFrameProps {
  readonly title: string
  readonly nodes: readonly EstateNode[]
}

/** A zone or region around its nodes, with what they add up to. */
export const ContainerFrame = memo(function ContainerFrame({ title, nodes }: ContainerFrameProps) {
  const observed = useObserved()
  return (
    <div className={styles.frame}>
      <div className={styles.head}>
        <b>{title}</b>
        <span>{summaryWords(nodes, observed)}</span>
      </div>
    </div>
  )
})
