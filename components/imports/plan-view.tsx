import type { ImportKindWire, ImportPreviewWire } from '@/lib/core/api/imports'
import { formatPlan } from '@/lib/core/inventory/format-plan'
import { Moment } from '../ui/moment'
import { Table } from '../ui/table'
import styles from './imports.module.css'
import { lineWords } from './line-words'
import { vantageWords } from './vantage-words'

const needWords = {
  node: 'the node on which the file was made',
  vantage: 'from where it was made',
} as const

interface PlanViewProps {
  readonly preview: ImportPreviewWire
  readonly kind: ImportKindWire | undefined
}

/** What importing would change, or what is missing before anyone can say. */
export function PlanView({ preview, kind }: PlanViewProps) {
  const { plan, needs } = preview
  if (needs.length > 0) {
    const words = needs.map((need) => needWords[need]).join(' and ')
    return <p role="status">Choose {words}, to see what would change.</p>
  }
  if (plan === null) return <NoPlan preview={preview} kind={kind} />
  if (plan.type === 'inventory') {
    return (
      <div className={styles.lines}>
        <h3>Plan on revision {plan.baseRevision}</h3>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre className={styles.plan} tabIndex={0}>
          {formatPlan(plan.plan)}
        </pre>
      </div>
    )
  }
  return <FactsPlan plan={plan} kind={kind} />
}

/** What is left out would pass for what is not there. */
function NoPlan({ preview: { file, notUnderstoodCount }, kind }: PlanViewProps) {
  if (notUnderstoodCount === 0) return <p role="status">{file} says nothing that could be taken over.</p>
  const isOne = notUnderstoodCount === 1
  return (
    <p role="status" className={styles.left}>
      Nothing of {file} is taken over while {lineWords(notUnderstoodCount)} of it {isOne ? 'is' : 'are'} not
      understood
      {kind?.effect === 'facts' ? ': what is left out would pass for what is not there' : ''}. Correct{' '}
      {isOne ? 'it' : 'them'} and drop the file again.
    </p>
  )
}

type FactsPlanWire = Extract<NonNullable<ImportPreviewWire['plan']>, { type: 'facts' }>

function FactsPlan({
  plan,
  kind,
}: {
  readonly plan: FactsPlanWire
  readonly kind: ImportKindWire | undefined
}) {
  const { changes, added, changed, removed, same, older } = plan
  return (
    <div className={styles.lines}>
      <h3>Plan</h3>
      <p className={styles.summary}>
        Observed <Moment at={plan.observedAt} /> {vantageWords(plan.vantage)}
        {plan.node ? ` (${plan.node})` : ''}, believed until <Moment at={plan.validUntil} />. <b>{added}</b>{' '}
        new, <b>{changed}</b> changed, <b>{removed}</b> gone, {same} as known already
        {older > 0 ? `; of ${older} something newer is known, and stays` : ''}.
      </p>
      {changes.length > 0 ? (
        <Table
          label={`Changes by ${kind?.title ?? 'the import'}`}
          columns={['Change', 'Of what', 'Known so far', 'The file says']}
          isScrolling
        >
          {changes.map(({ change, subject, from, to }) => (
            <tr key={subject}>
              <td data-lead>{changeWords[change]}</td>
              <th scope="row">{subject}</th>
              <td>{from ?? 'nothing'}</td>
              <td>{to ?? 'no longer there'}</td>
            </tr>
          ))}
        </Table>
      ) : (
        <p>Nothing changes: what is known only becomes younger.</p>
      )}
    </div>
  )
}

const changeWords = { added: 'new', changed: 'changed', removed: 'gone' } as const
