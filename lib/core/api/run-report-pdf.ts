import { z } from 'zod'
import { defineEndpoint } from './endpoint'

export const downloadRunReportPdf = defineEndpoint({
  id: 'downloadRunReportPdf',
  method: 'GET',
  path: '/api/v1/runs/{id}/report.pdf',
  summary: 'The report of a run as a PDF file',
  role: 'auditor',
  params: z.strictObject({ id: z.uuid() }),
  contentType: 'application/pdf',
  response: z.string(),
})
