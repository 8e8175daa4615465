'use client'

import { usePathname } from 'next/navigation'
import type { RunbookWire } from '@/lib/core/api/runbooks'
import { Button } from '../ui/button'
import { Markdown } from '../ui/markdown'
import { rpoWords, rtoWords } from './objective-words'
import styles from './offline-runbooks.module.css'
import { RunbookSteps } from './runbook-steps'

/** The runbooks to read while the database is away: the text of their files, and nothing that claims to be live. */
export function OfflineRunbooks({ runbooks }: { readonly runbooks: readonly RunbookWire[] }) {
  const path = usePathname()
  const asked = runbooks.find((runbook) => path === `/runbooks/${runbook.id}`)
  return (
    <div className={styles.offline}>
      <nav aria-label="Runbooks">
        <h2>{asked ? 'Other runbooks' : 'Runbooks to read now'}</h2>
        <ul>
          {runbooks
            .filter((runbook) => runbook !== asked)
            .map(({ id, title, scenario }) => (
              <li key={id}>
                <a href={`/runbooks/${id}`}>{title}</a> <span>{scenario}</span>
              </li>
            ))}
        </ul>
        {runbooks.length === 0 ? <p>There is no file in the folder of the runbooks.</p> : null}
      </nav>
      {asked ? <Text runbook={asked} /> : null}
    </div>
  )
}

function Text({ runbook }: { readonly runbook: RunbookWire }) {
  return (
    <article className={styles.text} aria-labelledby="offline-title">
      <header>
        <h1 id="offline-title">{runbook.title}</h1>
        <p>{runbook.scenario}</p>
        <p>
          Service back: {rtoWords(runbook.rtoSeconds)} · may be lost: {rpoWords(runbook.rpoSeconds)} · acts on{' '}
          {runbook.targets.join(', ')}
        </p>
        <p>
          <b>From the file, while the database is away.</b> Nothing here tells how the estate is, and nothing
          can be executed from here. SHA-256 <code>{runbook.hash}</code>
        </p>
        <Button tone="ghost" onClick={() => window.print()}>
          Print
        </Button>
      </header>
      {runbook.introduction === '' ? null : <Markdown>{runbook.introduction}</Markdown>}
      <RunbookSteps plan={runbook.plan} />
    </article>
  )
}
