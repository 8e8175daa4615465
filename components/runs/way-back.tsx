'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useMay } from '@/lib/client/person'
import type { RunbookReferenceWire } from '@/lib/core/api/runbooks'
import type { RunWire } from '@/lib/core/api/runs'
import { StartDialog } from '../runbooks/start-dialog'
import { Button, buttonClass } from '../ui/button'

interface WayBackProps {
  readonly run: RunWire
  readonly wayBack: RunbookReferenceWire
}

/** The runbook that takes back what this run did; it is given what the run noted before it changed anything. */
export function WayBack({ run, wayBack }: WayBackProps) {
  const [isStarting, setStarting] = useState(false)
  const mayStart = useMay('operator')
  if (!mayStart) {
    return (
      <Link href={`/runbooks/${wayBack.id}`} className={buttonClass('ghost')}>
        Read the way back
      </Link>
    )
  }
  return (
    <>
      <Button tone="ghost" onClick={() => setStarting(true)}>
        Start the way back…
      </Button>
      <StartDialog
        runbookId={wayBack.id}
        title={wayBack.title}
        {...(run.targets[0] === undefined ? {} : { target: run.targets[0] })}
        mode={run.mode}
        reason={`The way back of run ${run.number}`}
        wayBackOf={run.id}
        isOpen={isStarting}
        onClose={() => setStarting(false)}
      />
    </>
  )
}
