'use client'

import type { RunStepWire } from '@/lib/core/api/runs'
import { Age } from './age'
import { FoldedChecks } from './folded-checks'
import styles from './step-view.module.css'

/** What must hold before it is done, with what was seen; for a check, what it asks. */
export function StepPreflight({ step }: { readonly step: RunStepWire }) {
  const { preflight, preflightAt } = step
  if (preflight.length === 0) return null
  return (
    <section className={styles.part} aria-label="What must hold">
      <h3>What must hold {preflightAt === null ? null : <Age at={preflightAt} before="looked at" />}</h3>
      <FoldedChecks label="Preconditions" checks={preflight} />
    </section>
  )
}
