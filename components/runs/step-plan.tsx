'use client'

import { counted } from '@/lib/client/time/duration-words'
import type { RunStepWire } from '@/lib/core/api/runs'
import { Age } from './age'
import { lossWords } from './loss-words'
import styles from './step-view.module.css'

/** Exactly what the step will do, with the values of this moment: how, upon what, and what may be lost. */
export function StepPlan({ step: { description } }: { readonly step: RunStepWire }) {
  if (description === null) return null
  const { summary, commands, facts, recoveryPoint, describedAt } = description
  return (
    <section className={styles.part} aria-label="What it does">
      <h3>
        What it does <Age at={describedAt} before="as of" />
      </h3>
      <p>{summary}</p>
      <dl className={styles.facts}>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {recoveryPoint === null ? null : (
          <div>
            <dt>May be lost (RPO)</dt>
            <dd>
              <b>{lossWords(recoveryPoint)}</b> · {recoveryPoint.reason}
            </dd>
          </div>
        )}
      </dl>
      {commands.length === 0 ? null : (
        <details className={styles.commands} open={commands.length <= 4}>
          <summary>{counted(commands.length, 'command')}</summary>
          <ol>
            {commands.map((command) => (
              <li key={command}>
                <code>{command}</code>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}
