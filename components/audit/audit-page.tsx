'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { callApi } from '@/lib/client/api-client'
import { type AuditEntryWire, listAudit } from '@/lib/core/api/audit'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Moment } from '../ui/moment'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { OptionalCell, Table } from '../ui/table'
import { type Address, useAddress } from '../ui/use-address'
import styles from './audit-page.module.css'
import { CheckpointLine } from './checkpoint-line'

const filters = ['actor', 'action', 'subject'] as const
type Filter = Address<(typeof filters)[number]>

/** Who did what, newest first, page by page from where the last one ended. */
export function AuditPage() {
  const { address: filter, go } = useAddress(filters)
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
      <AuditFilter filter={filter} onFilter={go} />
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
  const form = useRef<HTMLFormElement>(null)
  const asked = filters.map((name) => filter[name]).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever asks for other entries, the fields say what
  useEffect(() => form.current?.reset(), [asked])
  return (
    <form
      ref={form}
      className={styles.filter}
      aria-label="Filter"
      onSubmit={(event) => {
        event.preventDefault()
        const typed = new FormData(event.currentTarget)
        const text = (name: string) => String(typed.get(name) ?? '').trim()
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
          <OptionalCell>{hasDetails(entry) ? <EntryDetails entry={entry} /> : null}</OptionalCell>
        </tr>
      ))}
    </Table>
  )
}

function hasDetails({ before, after }: AuditEntryWire): boolean {
  return before !== null || after !== null
}

function EntryDetails({ entry }: { readonly entry: AuditEntryWire }) {
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
