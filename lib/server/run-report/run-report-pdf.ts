import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import type { RunReportWire } from '@/lib/core/api/run-report'
import { outcomeWords, rpoVerdict, rtoVerdict, takenWords } from '@/lib/core/runbooks/report-words'
import { stepLines } from './step-lines'

/** Fonts with arrows and all of Latin, Greek and Cyrillic: what people type must not turn into boxes. */
const fontFolder = join(/* turbopackIgnore: true */ process.cwd(), 'node_modules/dejavu-fonts-ttf/ttf')
const margin = 48

type Document = InstanceType<typeof PDFDocument>

/** The report as a PDF, page by page as it is written; the same words as the page and the JSON. */
export function runReportPdf(report: RunReportWire): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin, bufferPages: true, info: infoOf(report) })
  document.registerFont('text', join(fontFolder, 'DejaVuSans.ttf'))
  document.registerFont('bold', join(fontFolder, 'DejaVuSans-Bold.ttf'))
  document.registerFont('mono', join(fontFolder, 'DejaVuSansMono.ttf'))
  writeHead(document, report)
  writePhases(document, report)
  writeSteps(document, report)
  writeTimeLine(document, report)
  writeFooters(document, report)
  return collect(document)
}

function infoOf({ run, runbook }: RunReportWire) {
  return { Title: `Report of run ${run.number}: ${runbook.title}`, Creator: 'Switchyard' }
}

function writeHead(document: Document, report: RunReportWire): void {
  const { run, runbook, skipped } = report
  document.font('bold').fontSize(18).text(`Report of run ${run.number}: ${runbook.title}`)
  line(document, `${run.mode} · ${runbook.scenario}`)
  document.moveDown(0.5).font('bold').fontSize(12).text(outcomeWords(report))
  heading(document, 'Against the objectives')
  line(document, rtoVerdict(report))
  line(document, rpoVerdict(report))
  heading(document, 'Who and why')
  const facts = {
    Reason: run.reason,
    'Started by': run.startedBy,
    Commander: run.commander,
    'Acts on': run.targets.join(', '),
    ...run.parameters,
    'First failed observation': report.detectedAt ?? '–',
    'Run started': report.startedAt,
    'Service verified': (report.run.mode === 'rehearsal' ? null : report.restoredAt) ?? '–',
    'Run ended': report.endedAt ?? '–',
    Runbook: `${runbook.id}, SHA-256 ${runbook.hash}`,
  }
  for (const [name, value] of Object.entries(facts)) line(document, `${name}: ${value}`)
  heading(document, 'What was skipped, and why')
  if (skipped.length === 0) line(document, 'Nothing was skipped.')
  for (const { title, by, reason } of skipped) line(document, `${title}: ${reason} (by ${by})`)
}

function writePhases(document: Document, { phases, run }: RunReportWire): void {
  if (run.mode === 'rehearsal') return
  heading(document, 'Where the time went')
  for (const { phase, startedAt, elapsedMs } of phases) {
    line(document, startedAt === null ? `${phase}: not reached` : `${phase}: ${takenWords(elapsedMs)}`)
  }
}

function writeSteps(document: Document, { steps, run }: RunReportWire): void {
  heading(document, 'Steps')
  for (const step of steps) {
    document.moveDown(0.5)
    for (const { font, text } of stepLines(step, run)) {
      document
        .font(font)
        .fontSize(font === 'mono' ? 8 : 9)
        .text(text)
    }
  }
}

function writeTimeLine(document: Document, { timeline }: RunReportWire): void {
  heading(document, 'Time line (UTC)')
  for (const { at, actor, text } of timeline) {
    line(document, `${at.slice(0, 19).replace('T', ' ')}  ${actor}: ${text}`)
  }
}

/** The number of a page is known once all of them are written. */
function writeFooters(document: Document, { run, generatedAt }: RunReportWire): void {
  const { start, count } = document.bufferedPageRange()
  for (let index = start; index < start + count; index++) {
    document.switchToPage(index)
    document.page.margins.bottom = 0
    const text = `Run ${run.number} · made ${generatedAt} · page ${index + 1} of ${count}`
    document
      .font('text')
      .fontSize(7)
      .text(text, margin, document.page.height - 32, { lineBreak: false })
  }
}

function heading(document: Document, text: string): void {
  document.moveDown(0.8).font('bold').fontSize(12).text(text).moveDown(0.2)
}

function line(document: Document, text: string): void {
  document.font('text').fontSize(9).text(text)
}

function collect(document: Document): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
    document.end()
  })
}
