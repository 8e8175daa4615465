import type { RunbookWire } from '@/lib/core/api/runbooks'
import { Markdown } from '../ui/markdown'
import { Tag } from '../ui/tag'
import { CheckList } from './check-list'
import styles from './runbook-page.module.css'

type Step = RunbookWire['plan'][number]

/** Every step as it is read: what to do, of what kind it is, who must agree, and how its checks stood last. */
export function RunbookSteps({ plan }: { readonly plan: readonly Step[] }) {
  return (
    <ol className={styles.steps}>
      {plan.map((step, index) => (
        <li key={step.key} id={step.key}>
          <h2>
            <span className={styles.number}>{index + 1}</span> {step.title}
          </h2>
          <p className={styles.tags}>
            <Tag>{step.kind}</Tag>
            <Tag>{step.phase}</Tag>
            {step.isDestructive ? <Tag isStrong>destructive</Tag> : null}
            {step.confirm === null ? null : (
              <span>
                type <code>{step.confirm}</code>
              </span>
            )}
            {step.approvals === null ? null : <span>{approvalWords(step.approvals)}</span>}
          </p>
          <Markdown>{step.prose}</Markdown>
          {step.checks.length === 0 ? null : (
            <div className={styles.checks}>
              <h3>As last evaluated</h3>
              <CheckList label={`Checks of ${step.title}`} checks={step.checks} />
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

function approvalWords({ role, count }: NonNullable<Step['approvals']>): string {
  return count === 1 ? `approved by another ${role}` : `approved by ${count} other ${role}s`
}
