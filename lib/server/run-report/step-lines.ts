import type { RunReportWire } from '@/lib/core/api/run-report'
import { type OfRun, stepStatusWord } from '@/lib/core/runbooks/step-status-words'

export interface ReportLine {
  readonly font: 'text' | 'bold' | 'mono'
  readonly text: string
}

type Step = RunReportWire['steps'][number]

/** One step of a report as lines of a page. */
export function stepLines(step: Step, run: OfRun): readonly ReportLine[] {
  const status = stepStatusWord(step, run).toLowerCase()
  const facts = [step.kind, step.phase, step.isDestructive ? 'destructive' : '', status].filter(Boolean)
  return [
    { font: 'bold', text: `${step.number}. ${step.title}` },
    { font: 'text', text: facts.join(' · ') },
    ...(step.reason === null ? [] : [text(step.reason)]),
    ...(step.requestedBy === null ? [] : [text(`Asked for by ${step.requestedBy}`)]),
    ...step.approvals.map(({ by, at, breakGlassReason }) =>
      text(
        breakGlassReason === null
          ? `Approved by ${by}, ${at}`
          : `Glass broken by ${by}, ${at}: ${breakGlassReason}`,
      ),
    ),
    ...(step.startedAt === null ? [] : [text(`From ${step.startedAt} to ${step.endedAt ?? '–'}`)]),
    ...step.commands.map((command): ReportLine => ({ font: 'mono', text: command })),
    ...(step.chosen === null ? [] : [text(`Decided: ${step.chosen}`)]),
    ...resultLines(step.result),
    ...undoLines(step.undo),
  ]
}

function resultLines(result: Step['result']): readonly ReportLine[] {
  if (result === null) return []
  return [
    text(result.summary),
    ...result.evidence.map(({ label, value }) => text(`${label}: ${value}`)),
    ...result.checks.map(({ outcome, title, reason }) => text(`${outcome}: ${title} (${reason})`)),
  ]
}

function undoLines(undo: Step['undo']): readonly ReportLine[] {
  if (undo === null) return []
  const { requestedBy, requestedAt, reason, result } = undo
  const asked = `Asked to be taken back by ${requestedBy}, ${requestedAt}: ${reason}`
  if (result === null) return [text(asked), text('It was not taken back.')]
  const lines = result.evidence.map(({ label, value }) => text(`${label}: ${value}`))
  return [text(asked), text(`Taken back: ${result.summary}`), ...lines]
}

function text(words: string): ReportLine {
  return { font: 'text', text: words }
}
