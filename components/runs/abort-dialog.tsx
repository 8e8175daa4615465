'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { RunWire } from '@/lib/core/api/runs'
import { changedBy } from '@/lib/core/runbooks/run-deeds'
import { ReasonDialog, type ReasonDialogProps } from './reason-dialog'

type AbortDialogProps = Omit<ReasonDialogProps, 'title' | 'verb' | 'children'> & { readonly run: RunWire }

/** Ends the run; says first what was done already, for that stays, and what would take it back. */
export function AbortDialog({ run, ...rest }: AbortDialogProps) {
  const path = usePathname()
  const changed = changedBy(run.steps)
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
                {step.controls.includes('undo') ? (
                  <>
                    {' · '}
                    <Link href={`${path}?step=${step.key}`} scroll={false} onClick={rest.onClose}>
                      Take it back first
                    </Link>
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      )}
      {run.waysBack.map(({ id, title }) => (
        <p key={id}>
          The way back is another runbook: <Link href={`/runbooks/${id}`}>{title}</Link>. It is offered once
          this run has ended.
        </p>
      ))}
    </ReasonDialog>
  )
}
