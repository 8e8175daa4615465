'use client'

import type { RunReportWire } from '@/lib/core/api/run-report'
import { Moment } from '../ui/moment'
import { Table } from '../ui/table'
import styles from './report-page.module.css'

/** Everything that was recorded, the oldest first. */
export function ReportTimeLine({ report: { timeline, steps } }: { readonly report: RunReportWire }) {
  const titles = new Map(steps.map((step) => [step.key, step.title]))
  return (
    <Table label="Time line" columns={['When', 'Who', 'Step', 'What']}>
      {timeline.map(({ id, at, actor, stepKey, text }) => (
        <tr key={id}>
          <th scope="row" className={styles.figure}>
            <Moment at={at} form="clock" />
          </th>
          <td>{actor}</td>
          <td>{stepKey === null ? '–' : (titles.get(stepKey) ?? stepKey)}</td>
          <td>{text}</td>
        </tr>
      ))}
    </Table>
  )
}
