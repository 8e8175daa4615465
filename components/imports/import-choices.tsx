'use client'

import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/lib/client/queries/api-query'
import type { ImportKindWire } from '@/lib/core/api/imports'
import { getInventoryEndpoint } from '@/lib/core/api/inventory'
import { SelectField, TextField } from '../ui/field'
import type { Choice } from './choice'
import styles from './imports.module.css'
import { vantageWords } from './vantage-words'

interface ImportChoicesProps {
  readonly choice: Choice
  readonly kinds: readonly ImportKindWire[]
  /** What the file was taken for. */
  readonly seenKind: string | undefined
  onChange(choice: Choice): void
}

/** What the file is, from where and when it was made, and on which node: recognised, and changeable. */
export function ImportChoices({ choice, kinds, seenKind, onChange }: ImportChoicesProps) {
  const shownKind = choice.kind === 'auto' ? seenKind : choice.kind
  const kind = kinds.find((one) => one.kind === shownKind)
  return (
    <div className={styles.choices}>
      <SelectField
        label="What it is"
        value={shownKind ?? 'auto'}
        hint={choice.kind === 'auto' && seenKind !== undefined ? 'Recognised by its content.' : undefined}
        onChange={(event) => onChange({ ...choice, kind: event.target.value })}
      >
        {shownKind === undefined ? <option value="auto">Choose what it is</option> : null}
        {kinds.map((one) => (
          <option key={one.kind} value={one.kind}>
            {one.title}
          </option>
        ))}
      </SelectField>
      {kind?.effect === 'facts' ? (
        <>
          <VantageField choice={choice} kind={kind} onChange={onChange} />
          {kind.needsNode ? <NodeField choice={choice} onChange={onChange} /> : null}
          {kind.needsNode ? <MadeAtField choice={choice} onChange={onChange} /> : null}
        </>
      ) : null}
    </div>
  )
}

type FieldProps = Pick<ImportChoicesProps, 'choice' | 'onChange'>

function VantageField({ choice, kind, onChange }: FieldProps & { readonly kind: ImportKindWire }) {
  const known = kind.vantages.filter((vantage) => vantage !== 'worker')
  if (known.length < 2) return null
  return (
    <SelectField
      label="From where it was made"
      value={choice.vantage ?? ''}
      onChange={(event) => {
        const vantage = known.find((one) => one === event.target.value)
        onChange({ ...choice, vantage })
      }}
    >
      <option value="">Choose a place</option>
      {known.map((vantage) => (
        <option key={vantage} value={vantage}>
          {vantageWords(vantage)}
        </option>
      ))}
    </SelectField>
  )
}

function NodeField({ choice, onChange }: FieldProps) {
  const inventory = useQuery(apiQuery(getInventoryEndpoint, {}))
  const nodes = inventory.data?.inventory.nodes ?? []
  return (
    <SelectField
      label="On which node it was made"
      value={choice.node ?? ''}
      error={inventory.error ? 'The nodes could not be loaded.' : undefined}
      onChange={(event) => onChange({ ...choice, node: event.target.value || undefined })}
    >
      <option value="">Choose a node</option>
      {nodes.map(({ slug, name }) => (
        <option key={slug} value={slug}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}

function MadeAtField({ choice, onChange }: FieldProps) {
  return (
    <TextField
      label="When it was made"
      type="datetime-local"
      step={1}
      value={toLocalField(choice.observedAt)}
      hint="The time of the file, unless you know better."
      onChange={(event) => {
        const made = new Date(event.target.value)
        if (!Number.isNaN(made.getTime())) onChange({ ...choice, observedAt: made.toISOString() })
      }}
    />
  )
}

/** The form in which the browser's own field keeps a time of the viewer's zone. */
function toLocalField(iso: string): string {
  const date = new Date(iso)
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 19)
}
