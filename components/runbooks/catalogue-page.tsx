'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useObserved } from '@/lib/client/live/live-context'
import { apiQuery } from '@/lib/client/queries/api-query'
import { listRunbooks } from '@/lib/core/api/runbooks'
import { buttonClass } from '../ui/button'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { BrokenFiles } from './broken-files'
import styles from './catalogue.module.css'
import { inOrderOfAttention } from './catalogue-order'
import { CatalogueRow } from './catalogue-row'

/** Every runbook, what needs attention first: would it work now, and when was that last proved? */
export function CataloguePage() {
  const runbooks = useQuery({ ...apiQuery(listRunbooks, {}), refetchInterval: 30_000 })
  const { nodes } = useObserved()
  const isDown = (slug: string) => nodes.get(slug)?.health.status === 'down'
  return (
    <Page
      title="Runbooks"
      summary="What to do in a disaster, step by step. What needs attention stands first."
      actions={
        <Link href="/runs" className={buttonClass('ghost')}>
          All runs
        </Link>
      }
    >
      <BrokenFiles problems={runbooks.data?.problems ?? []} />
      {runbooks.data ? (
        runbooks.data.runbooks.length === 0 ? (
          <StateMessage title="No runbook yet">
            <p>
              A runbook is a Markdown file in the folder <code>runbooks/</code>. Check it, and it stands here:
            </p>
            <pre>npm run runbooks -- check</pre>
          </StateMessage>
        ) : (
          <ul className={styles.catalogue}>
            {inOrderOfAttention(runbooks.data.runbooks, isDown).map((runbook) => (
              <li key={runbook.id}>
                <CatalogueRow runbook={runbook} isNeeded={runbook.targets.some(isDown)} />
              </li>
            ))}
          </ul>
        )
      ) : runbooks.error ? (
        <FailureMessage what="The runbooks" error={runbooks.error} onRetry={() => void runbooks.refetch()} />
      ) : (
        <Skeleton label="the runbooks" rows={6} />
      )}
    </Page>
  )
}
