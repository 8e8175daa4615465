'use client'

import type { FindingWire } from '@/lib/core/api/findings'
import { groupFindings } from '@/lib/core/findings/group-findings'
import styles from './findings.module.css'
import { SeverityMark } from './severity-mark'

interface FindingGroupsProps {
  readonly findings: readonly FindingWire[]
  readonly selected: string
  onOpen(id: string): void
}

/** Findings under the cause that they share; those without one stand alone. */
export function FindingGroups({ findings, selected, onOpen }: FindingGroupsProps) {
  const subjectOf = new Map(
    findings.filter((each) => each.rule === 'AUD-008').map((each) => [each.rootCause, each.title]),
  )
  const groups = groupFindings(findings, (cause) => subjectOf.get(cause))
  return (
    <ul className={styles.groups}>
      {groups.map((group) => {
        const rows = group.findings.map((finding) => (
          <FindingRow
            key={finding.id}
            finding={finding}
            isSelected={finding.id === selected}
            onOpen={onOpen}
          />
        ))
        if (group.rootCause === null) return rows
        return (
          <li key={group.rootCause} className={styles.group}>
            <h2>
              {group.title} <span>{group.findings.length} findings with one cause</span>
            </h2>
            <ul>{rows}</ul>
          </li>
        )
      })}
    </ul>
  )
}

interface FindingRowProps {
  readonly finding: FindingWire
  readonly isSelected: boolean
  onOpen(id: string): void
}

function FindingRow({ finding, isSelected, onOpen }: FindingRowProps) {
  const { id, rule, severity, status, title, subjects, needs } = finding
  const rest = subjects.length - MOST_SUBJECTS
  return (
    <li>
      <button type="button" className={styles.row} aria-pressed={isSelected} onClick={() => onOpen(id)}>
        {needs ? <span className={styles.asks}>asks</span> : <SeverityMark severity={severity} />}
        <span className={styles.title}>{title}</span>
        <span className={styles.meta}>
          <code>{rule}</code>
          {status === 'open' ? null : <b>{status}</b>}
          <span>
            {subjects.slice(0, MOST_SUBJECTS).join(', ')}
            {rest > 0 ? ` and ${rest} more` : ''}
          </span>
        </span>
      </button>
    </li>
  )
}

const MOST_SUBJECTS = 4
