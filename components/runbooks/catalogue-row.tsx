'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useObserved } from '@/lib/client/live/live-context'
import { useMay } from '@/lib/client/person'
import type { RunbookSummaryWire } from '@/lib/core/api/runbooks'
import { HealthMark } from '../health/health-mark'
import { modeWords, resultWords } from '../runs/run-result'
import { useNodeNames } from '../topology/node-link'
import { Button, buttonClass } from '../ui/button'
import { Moment } from '../ui/moment'
import { Tag } from '../ui/tag'
import styles from './catalogue.module.css'
import { ExecutableMark } from './executable-mark'
import { rpoWords, rtoWords } from './objective-words'
import { StartDialog } from './start-dialog'

interface CatalogueRowProps {
  readonly runbook: RunbookSummaryWire
  /** One of the nodes that it acts on is down. */
  readonly isNeeded: boolean
}

export function CatalogueRow({ runbook, isNeeded }: CatalogueRowProps) {
  return (
    <article className={styles.row} aria-labelledby={`runbook-${runbook.id}`}>
      <div className={styles.what}>
        <h2 id={`runbook-${runbook.id}`}>
          <Link href={`/runbooks/${runbook.id}`}>{runbook.title}</Link>
        </h2>
        <p>{runbook.scenario}</p>
        <div className={styles.tags}>
          <Tag isStrong={runbook.severity === 'critical'}>{runbook.severity}</Tag>
          {isNeeded ? <DownTargets targets={runbook.targets} /> : null}
        </div>
      </div>
      <dl className={styles.objectives}>
        <div>
          <dt>RTO</dt>
          <dd>{rtoWords(runbook.rtoSeconds)}</dd>
        </div>
        <div>
          <dt>May be lost</dt>
          <dd>{rpoWords(runbook.rpoSeconds)}</dd>
        </div>
        <div>
          <dt>Steps</dt>
          <dd>{runbook.steps}</dd>
        </div>
      </dl>
      <ExecutableMark executable={runbook.executable} />
      <LastRuns runbook={runbook} />
      <RowAction runbook={runbook} />
    </article>
  )
}

function DownTargets({ targets }: { readonly targets: readonly string[] }) {
  const { nodes } = useObserved()
  const nameOf = useNodeNames()
  const down = targets.filter((slug) => nodes.get(slug)?.health.status === 'down')
  return down.map((slug) => (
    <HealthMark key={slug} status="down">
      {nameOf(slug)} is down
    </HealthMark>
  ))
}

function LastRuns({ runbook: { lastDrill, lastRun } }: { readonly runbook: RunbookSummaryWire }) {
  const isOther = lastRun !== null && lastRun.id !== lastDrill?.id
  return (
    <dl className={styles.last}>
      <div>
        <dt>Last drill</dt>
        <dd>{lastDrill ? <RunLine run={lastDrill} /> : 'never drilled'}</dd>
      </div>
      {isOther ? (
        <div>
          <dt>Last run</dt>
          <dd>
            <RunLine run={lastRun} />
          </dd>
        </div>
      ) : null}
    </dl>
  )
}

function RunLine({ run }: { readonly run: NonNullable<RunbookSummaryWire['lastRun']> }) {
  return (
    <>
      <Link href={`/runs/${run.id}`}>{resultWords(run)}</Link>
      <small>
        {modeWords[run.mode]} {run.number}, <Moment at={run.startedAt} />
      </small>
    </>
  )
}

function RowAction({ runbook }: { readonly runbook: RunbookSummaryWire }) {
  const [isStarting, setStarting] = useState(false)
  const mayStart = useMay('operator')
  if (runbook.activeRun !== null) {
    return (
      <div className={styles.action}>
        <Link href={`/runs/${runbook.activeRun.id}`} className={buttonClass('primary')}>
          Open run {runbook.activeRun.number}
        </Link>
      </div>
    )
  }
  if (!mayStart) return null
  return (
    <div className={styles.action}>
      <Button tone="ghost" onClick={() => setStarting(true)}>
        Start…<span className="visually-hidden"> {runbook.title}</span>
      </Button>
      <StartDialog
        runbookId={runbook.id}
        title={runbook.title}
        isOpen={isStarting}
        onClose={() => setStarting(false)}
      />
    </div>
  )
}
