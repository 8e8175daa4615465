'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { endpointUrl } from '@/lib/client/api-client'
import { apiQuery } from '@/lib/client/queries/api-query'
import { type RunReportWire, readRunReport } from '@/lib/core/api/run-report'
import { downloadRunReportPdf } from '@/lib/core/api/run-report-pdf'
import { outcomeWords } from '@/lib/core/runbooks/report-words'
import { RunbookSource } from '../runbooks/runbook-source'
import { modeWords } from '../runs/run-result'
import { Button, buttonClass } from '../ui/button'
import { Moment } from '../ui/moment'
import { Page, Section } from '../ui/page'
import { FailureMessage, Skeleton } from '../ui/state-message'
import { ReportClock } from './report-clock'
import styles from './report-page.module.css'
import { ReportSteps } from './report-steps'
import { ReportTimeLine } from './report-time-line'

/** What happened, made by itself from the journal: to read, to print, and to keep. */
export function ReportPage({ id }: { readonly id: string }) {
  const report = useQuery({
    ...apiQuery(readRunReport, { params: { id } }),
    refetchInterval: ({ state }) => (state.data?.isFinal === false ? 5_000 : false),
  })
  if (report.data) return <Report report={report.data} />
  return (
    <Page title="Report">
      {report.error ? (
        <FailureMessage what="The report" error={report.error} onRetry={() => void report.refetch()} />
      ) : (
        <Skeleton label="the report" rows={8} />
      )}
    </Page>
  )
}

function Report({ report }: { readonly report: RunReportWire }) {
  const { run, runbook, skipped } = report
  return (
    <Page
      title={`Report of run ${run.number}: ${runbook.title}`}
      summary={
        <>
          {modeWords[run.mode]} · made <Moment at={report.generatedAt} /> · {runbook.scenario}
        </>
      }
      actions={<Actions id={run.id} />}
    >
      <p className={report.isFinal ? styles.outcome : `${styles.outcome} ${styles.open}`}>
        {outcomeWords(report)}
      </p>
      <ReportClock report={report} />
      <Section title="Who and why">
        <dl className={styles.facts}>
          <Fact name="Reason">{run.reason}</Fact>
          <Fact name="Started by">{run.startedBy}</Fact>
          <Fact name="Commander">{run.commander}</Fact>
          <Fact name="Acts on">{run.targets.join(', ')}</Fact>
          {Object.entries(run.parameters).map(([name, value]) => (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ))}
        </dl>
      </Section>
      <Section title="Steps">
        <ReportSteps steps={report.steps} run={run} />
      </Section>
      <Section title="What was skipped, and why">
        {skipped.length === 0 ? (
          <p>Nothing was skipped.</p>
        ) : (
          <dl className={styles.facts}>
            {skipped.map(({ key, title, by, reason }) => (
              <Fact key={key} name={title}>
                {reason} <small>by {by}</small>
              </Fact>
            ))}
          </dl>
        )}
      </Section>
      <Section title="Time line">
        <ReportTimeLine report={report} />
      </Section>
      <Section title="The runbook as it was run">
        <RunbookSource source={runbook.source} hash={runbook.hash} />
      </Section>
    </Page>
  )
}

function Actions({ id }: { readonly id: string }) {
  return (
    <>
      <Link href={`/runs/${id}`} className={buttonClass('ghost')}>
        The run
      </Link>
      <a
        href={endpointUrl(readRunReport, { params: { id } })}
        download={`run-${id}.json`}
        className={buttonClass('ghost')}
      >
        JSON
      </a>
      <a
        href={endpointUrl(downloadRunReportPdf, { params: { id } })}
        download
        className={buttonClass('ghost')}
      >
        PDF
      </a>
      <Button tone="ghost" onClick={() => window.print()}>
        Print
      </Button>
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
