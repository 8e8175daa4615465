'use client'

import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/lib/client/queries/api-query'
import { type FindingWire, listFindings } from '@/lib/core/api/findings'
import { severities } from '@/lib/core/findings/rule-definition'
import { Page } from '../ui/page'
import { FailureMessage, Skeleton, StateMessage } from '../ui/state-message'
import { CatalogueList } from './catalogue-list'
import { FindingDetail } from './finding-detail'
import { FindingFilter } from './finding-filter'
import { FindingGroups } from './finding-groups'
import styles from './findings.module.css'
import { type FindingsAddress, useFindingsAddress } from './findings-address'

const tabs = [
  { show: '', title: 'Findings' },
  { show: 'questions', title: 'Not to be judged yet' },
  { show: 'catalogue', title: 'Catalogue' },
] as const

/** What contradicts, is missing or cannot be judged; by the address: filters, the tab and the one that is read. */
export function FindingsPage() {
  const { address, go } = useFindingsAddress()
  const query = queryOf(address)
  const list = useQuery(apiQuery(listFindings, { query }))
  const findings = list.data?.findings ?? []
  const judged = findings.filter((finding) => finding.needs === undefined)
  const questions = findings.filter((finding) => finding.needs !== undefined)
  const isCatalogue = address.show === 'catalogue'
  return (
    <Page title="Findings" summary={<Summary counts={list.data?.counts} />}>
      <nav className={styles.tabs} aria-label="Kinds of findings">
        {tabs.map(({ show, title }) => (
          <button
            key={title}
            type="button"
            className={styles.tab}
            aria-current={address.show === show ? 'page' : undefined}
            onClick={() => go({ show, finding: '' })}
          >
            {title}
            {list.data && show !== 'catalogue' ? (
              <span>{show === '' ? judged.length : questions.length}</span>
            ) : null}
          </button>
        ))}
      </nav>
      {isCatalogue ? (
        <CatalogueList />
      ) : (
        <div className={address.finding ? styles.split : styles.whole}>
          <div className={styles.list}>
            <FindingFilter address={address} findings={findings} onChange={go} />
            {list.data ? (
              <Listed
                findings={address.show === 'questions' ? questions : judged}
                selected={address.finding}
                isFiltered={Object.keys(query).length > 0}
                hasLooked={list.data.evaluatedAt !== null}
                onOpen={(finding) => go({ finding })}
              />
            ) : list.error ? (
              <FailureMessage what="The findings" error={list.error} onRetry={() => void list.refetch()} />
            ) : (
              <Skeleton label="the findings" rows={8} />
            )}
          </div>
          {address.finding ? (
            <FindingDetail id={address.finding} onClose={() => go({ finding: '' })} />
          ) : null}
        </div>
      )}
    </Page>
  )
}

function queryOf({ status, severity, view, subject }: FindingsAddress) {
  const isOneOf = <Value extends string>(values: readonly Value[], value: string) =>
    values.find((each) => each === value)
  const known = {
    status: isOneOf(['open', 'acknowledged', 'waived', 'resolved', 'all'] as const, status),
    severity: isOneOf(severities, severity),
    view: view || undefined,
    subject: subject || undefined,
  }
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as typeof known
}

function Summary({ counts }: { readonly counts: Readonly<Record<string, number>> | undefined }) {
  if (counts === undefined) return 'What is declared beside what is observed, and what contradicts.'
  const told = severities
    .filter((severity) => (counts[severity] ?? 0) > 0)
    .map((severity) => `${counts[severity]} ${severity}`)
  return told.length === 0 ? 'Nothing open.' : `Open: ${told.join(' · ')}`
}

interface ListedProps {
  readonly findings: readonly FindingWire[]
  readonly selected: string
  readonly isFiltered: boolean
  readonly hasLooked: boolean
  onOpen(id: string): void
}

function Listed({ findings, selected, isFiltered, hasLooked, onOpen }: ListedProps) {
  if (findings.length > 0) return <FindingGroups findings={findings} selected={selected} onOpen={onOpen} />
  if (!hasLooked) {
    return (
      <StateMessage title="Nobody has looked yet">
        <p>A worker judges the estate as soon as an inventory is in force.</p>
      </StateMessage>
    )
  }
  return (
    <StateMessage title={isFiltered ? 'Nothing matches' : 'Nothing found'}>
      <p>{isFiltered ? 'Take a filter away to see the others.' : 'Every rule that can be judged holds.'}</p>
    </StateMessage>
  )
}
