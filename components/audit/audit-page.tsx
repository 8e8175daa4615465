'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { callApi } from '@/lib/client/api-client'
import { type AuditEntryWire, listAudit } from '@/lib/core/api/audit'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Moment } from '../ui/moment'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { Table } from '../ui/table'
import styles from './audit-page.module.css'
import { CheckpointLine } from './checkpoint-line'

interface Filter {
  readonly actor: string
  readonly action: string
  readonly subject: string
}

/** What the address asks for, so that other pages can lead to an entry. */
function filterIn(params: URLSearchParams): Filter {
  const text = (name: string) => params.get(name) ?? ''
  return { actor: text('actor'), action: text('action'), subject: text('subject') }
}

/** Who did what, newest first, page by page from where the last one ended. */
export function AuditPage() {
  const params = useSearchParams()
  const [filter, setFilter] = useState(() => filterIn(params))
  const pages = useInfiniteQuery({
    queryKey: [listAudit.id, filter],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) =>
      callApi(listAudit, {
        query: { ...given(filter), ...(pageParam === undefined ? {} : { before: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextBefore ?? undefined,
  })
  const entries = pages.data?.pages.flatMap((page) => page.entries)
  return (
    <Page
      title="Audit"
      summary="Every change that people, tokens and Switchyard itself have made, newest first."
    >
      <AuditFilter
        filter={filter}
        onFilter={(next) => {
          setFilter(next)
        }}
      />
      <CheckpointLine />
      {entries ? (
        <Entries entries={entries} />
      ) : pages.error ? (
        <FailureMessage what="The audit log" error={pages.error} onRetry={() => void pages.refetch()} />
      ) : (
        <Skeleton label="the audit log" rows={8} />
      )}
      {pages.hasNextPage ? (
        <div>
          <Button tone="ghost" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {pages.isFetchingNextPage ? 'Loading …' : 'Older entries'}
          </Button>
        </div>
      ) : null}
    </Page>
  )
}

/** What was typed; empty fields ask for nothing. */
function given(filter: Filter): Partial<Filter> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
}

interface AuditFilterProps {
  readonly filter: Filter
  onFilter(filter: Filter): void
}

function AuditFilter({ filter, onFilter }: AuditFilterProps) {
  return (
    <form
      className={styles.filter}
      aria-label="Filter"
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        const text = (name: string) => String(form.get(name) ?? '').trim()
        onFilter({ actor: text('actor'), action: text('action'), subject: text('subject') })
      }}
    >
      <TextField label="Actor" name="actor" defaultValue={filter.actor} placeholder="admin@example.org" />
      <TextField label="Action" name="action" defaultValue={filter.action} placeholder="inventory.apply" />
      <TextField label="Subject" name="subject" defaultValue={filter.subject} placeholder="node:nginx-1" />
      <Button type="submit" tone="ghost">
        Filter
      </Button>
    </form>
  )
}

function Entries({ entries }: { readonly entries: readonly AuditEntryWire[] }) {
  if (entries.length === 0) {
    return (
      <StateMessage title="No entry">
        <p>Nothing was recorded that matches.</p>
      </StateMessage>
    )
  }
  return (
    <Table label="Audit entries" columns={['No.', 'When', 'Who', 'Did what', 'To what', 'Details']}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <th scope="row">{entry.id}</th>
          <td className={styles.instant}>
            <Moment at={entry.at} />
          </td>
          <td>{entry.actor}</td>
          <td data-lead>
            <code>{entry.action}</code>
          </td>
          <td>
            <code>{entry.subject}</code>
          </td>
          <td>
            <EntryDetails entry={entry} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function EntryDetails({ entry }: { readonly entry: AuditEntryWire }) {
  if (entry.before === null && entry.after === null) return '–'
  return (
    <details className={styles.details}>
      <summary>Show</summary>
      {entry.before === null ? null : <Json title="Before" value={entry.before} />}
      {entry.after === null ? null : <Json title="After" value={entry.after} />}
      {entry.requestId ? (
        <p>
          Request <code>{entry.requestId}</code>
        </p>
      ) : null}
    </details>
  )
}

function Json({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <>
      <h3>{title}</h3>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </>
  )
}
