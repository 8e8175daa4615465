'use client'

import type { RunReportWire } from '@/lib/core/api/run-report'
import { Moment } from '../ui/moment'
import { Table } from '../ui/table'
import styles from './report-page.module.css'

/** Everything that was recorded, the oldest first. */
export function ReportTimeLine({ report: { timeline, steps } }: { readonly report: RunReportWire }) {
  const titles = new Map(steps.map((step) => [step.key, step.title]))
  return (
    <Table label="Time line">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">Step</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {timeline.map(({ id, at, actor, stepKey, text }) => (
          <tr key={id}>
            <td className={styles.figure}>
              <Moment at={at} form="clock" />
            </td>
            <td>{actor}</td>
            <td>{stepKey === null ? '–' : (titles.get(stepKey) ?? stepKey)}</td>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
