'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useMay } from '@/lib/client/person'
import type { RunbookReferenceWire } from '@/lib/core/api/runbooks'
import type { RunWire } from '@/lib/core/api/runs'
import { StartDialog } from '../runbooks/start-dialog'
import { Button } from '../ui/button'
import styles from './run-page.module.css'

/** Where a run was broken off what it left is the first thing to see to; its report can wait. */
export function mustGoBack({ status, waysBack }: RunWire): boolean {
  return status === 'aborted' && waysBack.length > 0
}

/** The runbooks that lead back from what an ended run has done; each is given what the run noted before it. */
export function WaysBack({ run }: { readonly run: RunWire }) {
  const mayStart = useMay('operator')
  const { waysBack } = run
  if (waysBack.length === 0) return null
  return (
    <section className={styles.waysBack} aria-label="The way back">
      <h3>{waysBack.length === 1 ? 'The way back' : 'The ways back'}</h3>
      {waysBack.length === 1 ? null : (
        <p>
          Each looks for itself whether it fits what this run has left. The first belongs to what was done
          last.
        </p>
      )}
      <ul>
        {waysBack.map((wayBack, index) => (
          <li key={wayBack.id}>
            <Link href={`/runbooks/${wayBack.id}`}>{wayBack.title}</Link>
            {mayStart ? <StartWayBack run={run} wayBack={wayBack} isFirst={index === 0} /> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface StartWayBackProps {
  readonly run: RunWire
  readonly wayBack: RunbookReferenceWire
  readonly isFirst: boolean
}

function StartWayBack({ run, wayBack, isFirst }: StartWayBackProps) {
  const [isStarting, setStarting] = useState(false)
  const [target] = run.targets
  return (
    <>
      <Button tone={isFirst && mustGoBack(run) ? 'primary' : 'ghost'} onClick={() => setStarting(true)}>
        Start the way back…
        {run.waysBack.length === 1 ? null : <span className="visually-hidden"> {wayBack.title}</span>}
      </Button>
      <StartDialog
        runbookId={wayBack.id}
        title={wayBack.title}
        {...(target === undefined ? {} : { target })}
        mode={run.mode}
        reason={`The way back of run ${run.number}`}
        wayBackOf={run.id}
        isOpen={isStarting}
        onClose={() => setStarting(false)}
      />
    </>
  )
}
