'use client'

import type { ReactNode } from 'react'
import type { Structure } from '@/lib/client/live/estate'
import { useLoadProblem, useStructure } from '@/lib/client/live/live-context'
import { Skeleton, StateMessage } from '../ui/state-message'
import styles from './estate-gate.module.css'

interface EstateGateProps {
  /** Draws a page that needs the estate; called once there is one. */
  readonly children: (structure: Structure) => ReactNode
}

/** Lets a page be drawn once the estate is known, and says until then why it is not. */
export function EstateGate({ children }: EstateGateProps) {
  const structure = useStructure()
  return structure === null ? (
    <div className={styles.waiting}>
      <Waiting />
    </div>
  ) : (
    children(structure)
  )
}

function Waiting() {
  const problem = useLoadProblem()
  if (problem === null) return <Skeleton label="the estate" rows={6} />
  if (problem.isEmpty) {
    return (
      <StateMessage title="No inventory is in force">
        <p>Declare the estate in a file, then put it in force:</p>
        <pre>npm run inventory -- apply inventory/askproai.yaml</pre>
        <p>This page shows it as soon as it is there.</p>
      </StateMessage>
    )
  }
  return (
    <div role="alert">
      <StateMessage title="The estate could not be loaded">
        <p>{problem.message}</p>
        <p>It is tried again every few seconds.</p>
      </StateMessage>
    </div>
  )
}
