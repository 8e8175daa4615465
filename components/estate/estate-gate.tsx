'use client'

import type { ReactNode } from 'react'
import type { Structure } from '@/lib/client/live/estate'
import { useLoadProblem, useStructure } from '@/lib/client/live/live-context'
import { Button } from '../ui/button'
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
  if (problem.kind === 'empty') {
    return (
      <StateMessage title="No inventory is in force">
        <p>Declare the estate in a file, then put it in force:</p>
        <pre>npm run inventory -- apply inventory/askproai.yaml</pre>
        <p>This page shows it as soon as it is there.</p>
      </StateMessage>
    )
  }
  const isAway = problem.kind === 'database-away'
  return (
    <div role="alert">
      <StateMessage title={isAway ? 'The database is away' : 'The estate could not be loaded'}>
        <p>
          {isAway
            ? 'How the estate is cannot be read until it answers again. Nothing is lost.'
            : problem.message}
        </p>
        <p>It is tried again every few seconds.</p>
        <Button tone="ghost" onClick={() => location.reload()}>
          Try again
        </Button>
      </StateMessage>
    </div>
  )
}
