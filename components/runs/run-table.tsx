'use client'

import Link from 'next/link'
import { clockWords } from '@/lib/client/time/duration-words'
import type { RunSummaryWire } from '@/lib/core/api/runbooks'
import { Moment } from '../ui/moment'
import { Table } from '../ui/table'
import { Tag } from '../ui/tag'
import { hasEnded } from './current-step'
import { modeWords, resultWords } from './run-result'
import styles from './runs-page.module.css'

export function RunTable({ runs }: { readonly runs: readonly RunSummaryWire[] }) {
  return (
    <Table
      label="Runs"
      columns={['Run', 'Runbook', 'Mode', 'Started', 'By', 'Result', 'Objective', 'Report']}
    >
      {runs.map((run) => (
        <tr key={run.id}>
          <th scope="row">
            <Link href={`/runs/${run.id}`}>
              <span className={styles.word}>Run </span>
              {run.number}
            </Link>
          </th>
          <td>{run.title}</td>
          <td>
            <Tag isStrong={run.mode === 'live'}>{modeWords[run.mode]}</Tag>
          </td>
          <td className={styles.instant}>
            <Moment at={run.startedAt} />
          </td>
          <td>{run.startedBy}</td>
          <td data-lead>
            {resultWords(run)}
            {run.currentStep === null || hasEnded(run) ? null : (
              <small className={styles.step}>
                step {run.currentStep.number} of {run.currentStep.of}: {run.currentStep.title}
              </small>
            )}
          </td>
          <td>{run.rto.objectiveMs === 0 ? 'at once' : clockWords(run.rto.objectiveMs)}</td>
          <td>
            <Link href={`/runs/${run.id}/report`}>
              Report<span className="visually-hidden"> of run {run.number}</span>
            </Link>
          </td>
        </tr>
      ))}
    </Table>
  )
}
