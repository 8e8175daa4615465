import type { ReactNode } from 'react'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { rpoWords, rtoWords } from '@/components/runbooks/objective-words'
import type { RunbookWire } from '@/lib/core/api/runbooks'

const style = `
body { max-width: 760px; margin: 2em auto; padding: 0 1em; color: #000; background: #fff;
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin-bottom: 0; } code, pre { font-family: ui-monospace, monospace; font-size: 0.92em; }
pre { padding: 0.6em; border: 1px solid #999; white-space: pre-wrap; }
table { border-collapse: collapse; } th, td { padding: 4px 8px; border: 1px solid #999; text-align: left; }
section { padding-top: 1em; border-top: 1px solid #999; break-inside: avoid; }
.mark { font-weight: 700; } .done { float: right; } small { color: #333; }
@media print { body { margin: 0; } }`

interface PageProps {
  readonly title: string
  readonly children: ReactNode
}

function PrintedPage({ title, children }: PageProps) {
  return (
    <html lang="en">
      {/* biome-ignore lint/style/noHeadElement: a file of its own, without Next */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style>{style}</style>
      </head>
      <body>{children}</body>
    </html>
  )
}

interface PrintedRunbookProps {
  readonly runbook: RunbookWire
  readonly printedAt: string
}

export function PrintedRunbook({ runbook, printedAt }: PrintedRunbookProps) {
  return (
    <PrintedPage title={runbook.title}>
      <h1>{runbook.title}</h1>
      <p>{runbook.scenario}</p>
      <p>
        Severity {runbook.severity} · service back: {rtoWords(runbook.rtoSeconds)} · may be lost:{' '}
        {rpoWords(runbook.rpoSeconds)} · acts on {runbook.targets.join(', ')}
      </p>
      <p>
        <small>
          Printed {printedAt}. SHA-256 <code>{runbook.hash}</code>
        </small>
      </p>
      <Text>{runbook.introduction}</Text>
      {runbook.plan.map((step, index) => (
        <section key={step.key}>
          <span className="done">☐ done at ______</span>
          <h2>
            {index + 1}. {step.title}
          </h2>
          <p>
            {step.kind} · {step.phase}
            {step.isDestructive ? <span className="mark"> · DESTRUCTIVE</span> : null}
            {step.approvals ? ` · approval by ${step.approvals.count} other ${step.approvals.role}` : null}
          </p>
          <Text>{step.prose}</Text>
        </section>
      ))}
    </PrintedPage>
  )
}

export function PrintedIndex({
  runbooks,
  printedAt,
}: {
  readonly runbooks: readonly RunbookWire[]
  readonly printedAt: string
}) {
  return (
    <PrintedPage title="Runbooks">
      <h1>Runbooks</h1>
      <p>
        <small>Printed {printedAt}</small>
      </p>
      <ul>
        {runbooks.map(({ id, title, scenario }) => (
          <li key={id}>
            <a href={`${id}.html`}>{title}</a>: {scenario}
          </li>
        ))}
      </ul>
    </PrintedPage>
  )
}

function Text({ children }: { readonly children: string }) {
  return <ReactMarkdown remarkPlugins={[remarkGfm]}>{children}</ReactMarkdown>
}
