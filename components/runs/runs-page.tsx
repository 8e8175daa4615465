'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { apiQuery } from '@/lib/client/queries/api-query'
import { listRuns } from '@/lib/core/api/runs'
import { type RunMode, type RunStatus, runModes, runStatuses } from '@/lib/core/runbooks/run'
import { buttonClass } from '../ui/button'
import { SelectField } from '../ui/field'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { type Address, useAddress } from '../ui/use-address'
import { filterRuns, type RunFilter } from './filter-runs'
import { modeWords, runStatusWords } from './run-result'
import { RunTable } from './run-table'
import styles from './runs-page.module.css'

const filters = ['runbook', 'mode', 'status'] as const

/** Every run there was, the newest first; the filter is in the address. */
export function RunsPage() {
  const { address, go } = useAddress(filters)
  const filter: RunFilter = {
    runbook: address.runbook || null,
    mode: runModes.find((mode) => mode === address.mode) ?? null,
    status: runStatuses.find((status) => status === address.status) ?? null,
  }
  const runs = useQuery({
    ...apiQuery(listRuns, { query: { limit: '200' } }),
    refetchInterval: 30_000,
  })
  return (
    <Page
      title="Runs"
      summary="Every run of a runbook: incidents, drills and rehearsals, the newest first."
      actions={
        <Link href="/runbooks" className={buttonClass('ghost')}>
          Runbooks
        </Link>
      }
    >
      {runs.data ? (
        <>
          <Filter filter={filter} onChange={go} runbooks={runbooksOf(runs.data.runs)} />
          {runs.data.runs.length === 0 ? (
            <StateMessage title="No run yet">
              <p>A rehearsal of a runbook changes nothing and shows whether it would work.</p>
              <Link href="/runbooks">Choose a runbook</Link>
            </StateMessage>
          ) : (
            <Found runs={filterRuns(runs.data.runs, filter)} />
          )}
        </>
      ) : runs.error ? (
        <FailureMessage what="The runs" error={runs.error} onRetry={() => void runs.refetch()} />
      ) : (
        <Skeleton label="the runs" rows={6} />
      )}
    </Page>
  )
}

function Found({ runs }: { readonly runs: ReturnType<typeof filterRuns> }) {
  if (runs.length > 0) return <RunTable runs={runs} />
  return (
    <StateMessage title="No run matches">
      <Link href="/runs">Show all runs</Link>
    </StateMessage>
  )
}

/** Runbooks that ever ran, by id, with the title that they have now. */
function runbooksOf(
  runs: readonly { readonly runbookId: string; readonly title: string }[],
): readonly (readonly [string, string])[] {
  return [...new Map(runs.map(({ runbookId, title }) => [runbookId, title]))]
}

interface FilterProps {
  readonly filter: RunFilter
  onChange(parts: Partial<Address<keyof RunFilter>>): void
  readonly runbooks: readonly (readonly [string, string])[]
}

function Filter({ filter, onChange, runbooks }: FilterProps) {
  const field = (name: keyof RunFilter) => ({
    value: filter[name] ?? '',
    onChange: (event: { readonly target: { readonly value: string } }) =>
      onChange({ [name]: event.target.value }),
  })
  return (
    <div className={styles.filter}>
      <SelectField label="Runbook" {...field('runbook')}>
        <option value="">Any</option>
        {runbooks.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </SelectField>
      <SelectField label="Mode" {...field('mode')}>
        <option value="">Any</option>
        {runModes.map((mode: RunMode) => (
          <option key={mode} value={mode}>
            {modeWords[mode]}
          </option>
        ))}
      </SelectField>
      <SelectField label="State" {...field('status')}>
        <option value="">Any</option>
        {runStatuses.map((status: RunStatus) => (
          <option key={status} value={status}>
            {runStatusWords[status]}
          </option>
        ))}
      </SelectField>
    </div>
  )
}
