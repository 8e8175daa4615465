'use client'

import { counted } from '@/lib/client/time/duration-words'
import type { RunStepWire } from '@/lib/core/api/runs'
import { Age } from './age'
import { folded } from './folded'
import { lossWords } from './loss-words'
import styles from './step-view.module.css'

/** Exactly what the step will do, with the values of this moment: how, upon what, and what may be lost. */
export function StepPlan({ step: { description } }: { readonly step: RunStepWire }) {
  if (description === null) return null
  const { summary, commands, facts, recoveryPoint, describedAt } = description
  const { shown, more } = folded(facts)
  return (
    <section className={styles.part} aria-label="What it does">
      <h3>
        What it does <Age at={describedAt} before="as of" />
      </h3>
      <p>{summary}</p>
      <dl className={styles.facts}>
        {shown.map((fact) => (
          <Fact key={fact.label} {...fact} />
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
      {more.length === 0 ? null : (
        <details className={styles.more}>
          <summary>{more.length} more facts</summary>
          <dl className={styles.facts}>
            {more.map((fact) => (
              <Fact key={fact.label} {...fact} />
            ))}
          </dl>
        </details>
      )}
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

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
