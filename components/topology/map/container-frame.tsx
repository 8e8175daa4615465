'use client'

import { memo } from 'react'
import type { EstateNode } from '@/lib/client/live/estate'
import { useObserved } from '@/lib/client/live/live-context'
import { summaryWords } from '../graph/summary-words'
import styles from './container-frame.module.css'

/** The ground of a zone or region, under the links. */
export const ContainerFrame = memo(function ContainerFrame() {
  return <div className={styles.frame} />
})

interface ContainerLabelProps {
  readonly title: string
  readonly nodes: readonly EstateNode[]
  /** The summary follows the name; else it stands at the right edge. */
  readonly isBeside: boolean
}

/** Its name with what its nodes add up to, over the links, so that none runs through the words. */
export const ContainerLabel = memo(function ContainerLabel({ title, nodes, isBeside }: ContainerLabelProps) {
  const observed = useObserved()
  return (
    <div className={isBeside ? `${styles.label} ${styles.beside}` : styles.label}>
      <b>{title}</b>
      <span>{summaryWords(nodes, observed)}</span>
    </div>
  )
})
