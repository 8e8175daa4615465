import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { makeRunReport } from '@/lib/testing/report-factory'
import { runReportPdf } from './run-report-pdf'

/** Every page of a PDF stands in a compressed stream; how many there are tells that text was written to them. */
function pages(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0
}

function contentBytes(pdf: Buffer): number {
  const text = pdf.toString('latin1')
  let bytes = 0
  for (const match of text.matchAll(/stream\n/g)) {
    const start = (match.index ?? 0) + match[0].length
    const end = text.indexOf('\nendstream', start)
    const content = inflateSafely(pdf.subarray(start, end))
    if (content?.includes('BT')) bytes += content.length
  }
  return bytes
}

function inflateSafely(bytes: Buffer): Buffer | undefined {
  try {
    return inflateSync(bytes)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

test('a report is a PDF file with its title, and letters beyond Latin do not break it', async () => {
  const { run } = makeRunReport()
  const pdf = await runReportPdf(makeRunReport({ run: { ...run, reason: 'primär → Реплика ≤ 5 min' } }))
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pages(pdf)).toBe(1)
})

test('a long time line goes on to further pages, and nothing of it is dropped', async () => {
  const entry = { at: '2026-11-25T17:31:00.000Z', actor: 'worker', kind: 'note', stepKey: null, text: 'line' }
  const timeline = Array.from({ length: 200 }, (_, id) => ({ ...entry, id }))
  const short = await runReportPdf(makeRunReport({ timeline: timeline.slice(0, 100) }))
  const long = await runReportPdf(makeRunReport({ timeline }))
  expect(pages(long)).toBeGreaterThan(pages(short))
  expect(contentBytes(long)).toBeGreaterThan(contentBytes(short) * 1.5)
})
