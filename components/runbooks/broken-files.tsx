import type { RunbookFileProblemWire } from '@/lib/core/api/runbooks'
import styles from './broken-files.module.css'
import { CheckMark } from './check-mark'

/** Files of the folder that are no runbooks: whoever looks for one of them learns here why it is not below. */
export function BrokenFiles({ problems }: { readonly problems: readonly RunbookFileProblemWire[] }) {
  if (problems.length === 0) return null
  const files = [...new Set(problems.map(({ file }) => file))]
  return (
    <section className={styles.broken} aria-label="Files that cannot be read">
      <h2>
        <CheckMark outcome="failed" />
        {files.length === 1 ? 'One runbook is' : `${files.length} runbooks are`} missing below: the file
        cannot be read
      </h2>
      <ul>
        {problems.map(({ file, line, message, remedy }) => (
          <li key={`${file}:${line}:${message}`}>
            <code>
              runbooks/{file}
              {line === null ? '' : `:${line}`}
            </code>{' '}
            <span>{message}</span> {remedy === null ? null : <small>{remedy}</small>}
          </li>
        ))}
      </ul>
    </section>
  )
}
