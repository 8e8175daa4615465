'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { useMay } from '@/lib/client/person'
import { apiQuery } from '@/lib/client/queries/api-query'
import { type RunbookWire, readRunbook } from '@/lib/core/api/runbooks'
import { NodeLinks } from '../topology/node-link'
import { Button, buttonClass } from '../ui/button'
import { Markdown } from '../ui/markdown'
import { Page, Section } from '../ui/page'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { Tag } from '../ui/tag'
import { ExecutableMark } from './executable-mark'
import { rpoWords, rtoWords } from './objective-words'
import styles from './runbook-page.module.css'
import { RunbookSource } from './runbook-source'
import { RunbookSteps } from './runbook-steps'
import { StartDialog } from './start-dialog'

/** A runbook to read: what has happened, what to do, step by step, and whether it would work now. */
export function RunbookPage({ id }: { readonly id: string }) {
  const runbook = useQuery({ ...apiQuery(readRunbook, { params: { id } }), refetchInterval: 30_000 })
  if (runbook.data) return <Runbook runbook={runbook.data} />
  return (
    <Page title="Runbook">
      {runbook.error ? (
        <FailureMessage what="The runbook" error={runbook.error} onRetry={() => void runbook.refetch()} />
      ) : (
        <Skeleton label="the runbook" rows={6} />
      )}
    </Page>
  )
}

function Runbook({ runbook }: { readonly runbook: RunbookWire }) {
  return (
    <Page title={runbook.title} summary={runbook.scenario} actions={<Actions runbook={runbook} />}>
      <div className={styles.columns}>
        <div className={styles.text}>
          {runbook.introduction === '' ? null : <Markdown>{runbook.introduction}</Markdown>}
          <RunbookSteps plan={runbook.plan} />
        </div>
        <Facts runbook={runbook} />
      </div>
      <Section title="Source">
        <RunbookSource source={runbook.source} hash={runbook.hash} />
      </Section>
    </Page>
  )
}

function Actions({ runbook }: { readonly runbook: RunbookWire }) {
  const [isStarting, setStarting] = useState(false)
  const mayStart = useMay('operator')
  return (
    <>
      <Button tone="ghost" onClick={() => window.print()}>
        Print
      </Button>
      {runbook.activeRun ? (
        <Link href={`/runs/${runbook.activeRun.id}`} className={buttonClass('primary')}>
          Open run {runbook.activeRun.number}
        </Link>
      ) : mayStart ? (
        <Button onClick={() => setStarting(true)}>Start…</Button>
      ) : null}
      <StartDialog
        runbookId={runbook.id}
        title={runbook.title}
        isOpen={isStarting}
        onClose={() => setStarting(false)}
      />
    </>
  )
}

function Facts({ runbook }: { readonly runbook: RunbookWire }) {
  return (
    <aside className={styles.facts} aria-label="About this runbook">
      <ExecutableMark executable={runbook.executable} />
      <dl>
        <div>
          <dt>Severity</dt>
          <dd>
            <Tag isStrong={runbook.severity === 'critical'}>{runbook.severity}</Tag>
          </dd>
        </div>
        <div>
          <dt>Service back (RTO)</dt>
          <dd>{rtoWords(runbook.rtoSeconds)}</dd>
        </div>
        <div>
          <dt>May be lost (RPO)</dt>
          <dd>{rpoWords(runbook.rpoSeconds)}</dd>
        </div>
        <div>
          <dt>Acts on</dt>
          <dd>
            <NodeLinks slugs={runbook.targets} />
          </dd>
        </div>
        {runbook.wayBack === null ? null : (
          <div>
            <dt>Way back</dt>
            <dd>
              <Link href={`/runbooks/${runbook.wayBack.id}`}>{runbook.wayBack.title}</Link>
            </dd>
          </div>
        )}
        <div>
          <dt>Specified in</dt>
          <dd>{runbook.specifiedIn.join(', ')}</dd>
        </div>
      </dl>
      {runbook.triggers.length === 0 ? null : (
        <>
          <h3>Begin it when</h3>
          <ul>
            {runbook.triggers.map((trigger) => (
              <li key={trigger}>{trigger}</li>
            ))}
          </ul>
        </>
      )}
      <Link href={`/runs?runbook=${runbook.id}`}>Its runs</Link>
    </aside>
  )
}
