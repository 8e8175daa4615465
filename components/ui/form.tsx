import type { ComponentProps, ReactNode } from 'react'
import { ApiProblem } from '@/lib/client/api-problem'
import styles from './field.module.css'

export function Form(props: ComponentProps<'form'>) {
  return <form className={styles.form} {...props} />
}

export function FormActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

/** What the server refused, with each thing that is wrong where it said so. */
export function FormProblem({ error }: { readonly error: Error | null }) {
  if (error === null) return null
  const problems = error instanceof ApiProblem ? (error.problem.problems ?? []) : []
  return (
    <div role="alert" className={styles.problem}>
      <p>{error.message}</p>
      {problems.length > 0 ? (
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.path}:${problem.message}`}>
              <code>{problem.line ? `line ${problem.line}` : problem.path}</code> {problem.message}
              {problem.remedy ? ` ${problem.remedy}` : ''}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
