'use client'

import type { RunReportWire } from '@/lib/core/api/run-report'
import { rpoVerdict, rtoVerdict, takenWords } from '@/lib/core/runbooks/report-words'
import { Moment } from '../ui/moment'
import { Section } from '../ui/page'
import { Table } from '../ui/table'
import styles from './report-page.module.css'

/** Recovery time and what was lost, against their objectives, and where the time went. */
export function ReportClock({ report }: { readonly report: RunReportWire }) {
  const { detectedAt, startedAt, restoredAt, endedAt, phases, run } = report
  const instants = [
    ['First failed observation', detectedAt],
    ['Run started', startedAt],
    // A rehearsal executes nothing, so it verifies no service.
    ['Service verified', run.mode === 'rehearsal' ? null : restoredAt],
    ['Run ended', endedAt],
  ] as const
  return (
    <>
      <Section title="Against the objectives">
        <p>{rtoVerdict(report)}</p>
        <p>{rpoVerdict(report)}</p>
        <dl className={styles.instants}>
          {instants.map(([name, at]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{at === null ? '–' : <Moment at={at} />}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {run.mode === 'rehearsal' ? null : (
        <Section title="Where the time went">
          <Table label="Phases" columns={['Phase', 'Began', 'Took']}>
            {phases.map(({ phase, startedAt: at, elapsedMs }) => (
              <tr key={phase}>
                <th scope="row">{phase}</th>
                <td>{at === null ? 'not reached' : <Moment at={at} form="clock" />}</td>
                <td className={styles.figure}>{at === null ? '–' : takenWords(elapsedMs)}</td>
              </tr>
            ))}
          </Table>
        </Section>
      )}
    </>
  )
}
