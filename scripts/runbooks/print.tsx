import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderToStaticMarkup } from 'react-dom/server'
import { offlineRunbooks } from '@/lib/server/runbooks-files/offline-runbooks'
import { PrintedIndex, PrintedRunbook } from './printed-runbook'

/** Writes one self-contained HTML file a runbook, and an index: a copy that needs no server, to print or to carry. */
export function printRunbooks(folder: string, now: Date): readonly string[] {
  const runbooks = offlineRunbooks()
  mkdirSync(folder, { recursive: true })
  const printedAt = now.toISOString()
  const pages = [
    ['index.html', <PrintedIndex key="index" runbooks={runbooks} printedAt={printedAt} />] as const,
    ...runbooks.map(
      (runbook) =>
        [
          `${runbook.id}.html`,
          <PrintedRunbook key={runbook.id} runbook={runbook} printedAt={printedAt} />,
        ] as const,
    ),
  ]
  return pages.map(([name, page]) => {
    const file = join(folder, name)
    writeFileSync(file, `<!doctype html>\n${renderToStaticMarkup(page)}\n`)
    return file
  })
}
