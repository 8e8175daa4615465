'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import Link from 'next/link'
import type { z } from 'zod'
import { apiQuery } from '@/lib/client/queries/api-query'
import { readFinding } from '@/lib/core/api/findings'
import { Button } from '../ui/button'
import { Moment } from '../ui/moment'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { FindingActions } from './finding-actions'
import styles from './finding-detail.module.css'
import { SeverityMark } from './severity-mark'

type Detail = z.output<(typeof readFinding)['response']>

interface FindingDetailProps {
  readonly id: string
  onClose(): void
}

/** Both sides beside each other, what to change, and what became of it. */
export function FindingDetail({ id, onClose }: FindingDetailProps) {
  const detail = useQuery(apiQuery(readFinding, { params: { id } }))
  return (
    <aside className={styles.detail} aria-label="Finding">
      <Button tone="plain" className={styles.close} aria-label="Close the finding" onClick={onClose}>
        <X size={16} aria-hidden />
      </Button>
      {detail.data ? (
        <Loaded finding={detail.data} />
      ) : detail.error ? (
        <FailureMessage what="The finding" error={detail.error} onRetry={() => void detail.refetch()} />
      ) : (
        <Skeleton label="the finding" rows={5} />
      )}
    </aside>
  )
}

function Loaded({ finding }: { readonly finding: Detail }) {
  return (
    <>
      <header className={styles.head}>
        <SeverityMark severity={finding.severity} />
        <h2>{finding.title}</h2>
        <p>
          <code>{finding.rule}</code> {finding.ruleTitle} ({finding.reference})
        </p>
        <p>
          <b>{finding.status}</b> since <Moment at={finding.resolvedAt ?? finding.openedAt} />
          {finding.acknowledgedBy ? ` · ${finding.acknowledgedBy} works on it` : null}
          {finding.waiver ? (
            <>
              {' '}
              · waived until <Moment at={finding.waiver.until} /> by {finding.waiver.owner}:{' '}
              {finding.waiver.reason}
            </>
          ) : null}
        </p>
      </header>
      {finding.needs ? (
        <p className={styles.needs}>
          It cannot be judged without {finding.needs.fact}. {finding.fixes[0]?.title}.
        </p>
      ) : null}
      <Statements finding={finding} />
      <Subjects about={finding.about} />
      {finding.declared.map((each) => (
        <section key={each.slug}>
          <h3>Declared as a contradiction: {each.subject}</h3>
          <p>{each.why}</p>
        </section>
      ))}
      <FindingActions finding={finding} />
      <History history={finding.history} />
    </>
  )
}

function Statements({ finding }: { readonly finding: Detail }) {
  if (finding.statements.length === 0) return null
  return (
    <section>
      <h3>What is said</h3>
      <ol className={styles.statements}>
        {finding.statements.map((each, index) => (
          <li key={`${each.view} ${each.field}`}>
            <span className={styles.view}>{each.view}</span>
            <b className={styles.value}>{each.value}</b>
            <code>{each.field}</code>
            <span className={styles.by}>
              {each.source} · {each.setBy}
              {each.setAt ? (
                <>
                  {' · '}
                  <Moment at={each.setAt} />
                </>
              ) : null}
            </span>
            {finding.needs
              ? null
              : finding.fixes
                  .filter((fix) => fix.changes === index)
                  .map((fix) => (
                    <span key={fix.title} className={styles.fix}>
                      <b>Change this:</b> {fix.title} <code>{fix.how}</code>
                    </span>
                  ))}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Subjects({ about }: { readonly about: readonly string[] }) {
  const nodes = about.filter((each) => each.startsWith('node:')).map((each) => each.slice('node:'.length))
  if (nodes.length === 0) return null
  return (
    <section>
      <h3>On the map</h3>
      <p className={styles.subjects}>
        {nodes.map((slug) => (
          <Link key={slug} href={`/topology?node=${slug}`}>
            {slug}
          </Link>
        ))}
      </p>
    </section>
  )
}

function History({ history }: { readonly history: Detail['history'] }) {
  return (
    <section>
      <h3>History</h3>
      <ol className={styles.history}>
        {history.map((entry) => (
          <li key={`${entry.at} ${entry.kind}`}>
            <Moment at={entry.at} /> <b>{entry.kind.replace('-', ' ')}</b> by {entry.actor}
            <span>{entry.note}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
