'use client'

import Link from 'next/link'
import type { RunWire } from '@/lib/core/api/runs'
import { ReasonDialog, type ReasonDialogProps } from './reason-dialog'

type AbortDialogProps = Omit<ReasonDialogProps, 'title' | 'verb' | 'children'> & { readonly run: RunWire }

/** Ends the run; says first what was done already, for that stays, and what would take it back. */
export function AbortDialog({ run, ...rest }: AbortDialogProps) {
  const changed = run.steps.filter((step) => step.result?.changed)
  return (
    <ReasonDialog {...rest} title="Abort this run" verb="Abort the run">
      {changed.length === 0 ? (
        <p>Nothing was changed by this run. It ends here.</p>
      ) : (
        <>
          <p>The run ends here. What it has done stays as it is:</p>
          <ul>
            {changed.map((step) => (
              <li key={step.key}>
                {step.title}: {step.result?.summary}
              </li>
            ))}
          </ul>
        </>
      )}
      {run.wayBack === null ? null : (
        <p>
          The way back is another runbook: <Link href={`/runbooks/${run.wayBack}`}>{run.wayBack}</Link>. It is
          offered once this run has ended.
        </p>
      )}
    </ReasonDialog>
  )
}
