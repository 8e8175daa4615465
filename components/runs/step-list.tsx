'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { RunWire } from '@/lib/core/api/runs'
import { stepStatusWord } from '@/lib/core/runbooks/step-status-words'
import { currentStep } from './current-step'
import styles from './step-list.module.css'
import { StepMark } from './step-mark'
import { stepLine } from './step-words'

interface StepListProps {
  readonly run: RunWire
  readonly shown: string | undefined
}

/** Every step with where it stands; each leads to its own address, the current one to the run's. */
export function StepList({ run, shown }: StepListProps) {
  const path = usePathname()
  const current = currentStep(run)
  return (
    <nav className={styles.steps} aria-label="Steps">
      <h2>Steps</h2>
      <ol>
        {run.steps.map((step) => (
          <li key={step.key}>
            <Link
              href={step.key === current?.key ? path : `${path}?step=${step.key}`}
              scroll={false}
              className={styles.step}
              {...(step.key === shown ? { 'aria-current': 'step' as const } : {})}
            >
              <StepMark step={step} run={run} />
              <span className="visually-hidden">{stepStatusWord(step, run)}: </span>
              <b>{step.title}</b>
              <small>{stepLine(step, run)}</small>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
