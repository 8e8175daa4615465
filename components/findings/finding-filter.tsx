'use client'

import type { FindingWire } from '@/lib/core/api/findings'
import { severities } from '@/lib/core/findings/rule-definition'
import { Button } from '../ui/button'
import { SelectField } from '../ui/field'
import styles from './findings.module.css'
import type { FindingsAddress } from './findings-address'

interface FindingFilterProps {
  readonly address: FindingsAddress
  /** What is listed now: it names the views and subjects that can be chosen. */
  readonly findings: readonly FindingWire[]
  onChange(parts: Partial<FindingsAddress>): void
}

const statuses = ['open', 'acknowledged', 'waived', 'resolved', 'all']

export function FindingFilter({ address, findings, onChange }: FindingFilterProps) {
  const views = sorted(
    findings.flatMap((finding) => finding.statements.flatMap((each) => each.view.split(', '))),
  )
  const subjects = sorted(
    findings.flatMap((finding) =>
      finding.about.filter((each) => each.startsWith('node:')).map((each) => each.slice('node:'.length)),
    ),
  )
  const isSet = [address.status, address.severity, address.view, address.subject].some(Boolean)
  return (
    <form className={styles.filter} aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
      <Choice
        label="Status"
        none="Not resolved"
        value={address.status}
        options={statuses}
        onChange={(status) => onChange({ status })}
      />
      <Choice
        label="Severity"
        none="Any"
        value={address.severity}
        options={severities}
        onChange={(severity) => onChange({ severity })}
      />
      <Choice
        label="View"
        none="Any"
        value={address.view}
        options={views}
        onChange={(view) => onChange({ view })}
      />
      <Choice
        label="Node"
        none="Any"
        value={address.subject}
        options={subjects}
        onChange={(subject) => onChange({ subject })}
      />
      {isSet ? (
        <Button tone="plain" onClick={() => onChange({ status: '', severity: '', view: '', subject: '' })}>
          Clear
        </Button>
      ) : null}
    </form>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly none: string
  readonly value: string
  readonly options: readonly string[]
  onChange(value: string): void
}

function Choice({ label, none, value, options, onChange }: ChoiceProps) {
  const all = value === '' || options.includes(value) ? options : [value, ...options]
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{none}</option>
      {all.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </SelectField>
  )
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted((left, right) => left.localeCompare(right, 'en'))
}
