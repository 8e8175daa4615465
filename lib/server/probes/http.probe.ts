import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe } from '@/lib/core/probes/probe-definition'
import { judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement } from './judgement'
import type { HttpAnswer } from './wire/http-exchange'
import { askTarget, httpTargetFields, urlOf } from './wire/http-target'

const settings = z.strictObject({
  ...httpTargetFields,
  method: z.enum(['GET', 'HEAD']).default('GET'),
  expectStatus: z
    .array(z.int().min(100).max(599))
    .min(1)
    .optional()
    .meta({ description: 'Statuses that are well; by default 200 to 299.' }),
  expectText: z.string().min(1).optional().meta({ description: 'Text that the body must contain.' }),
  expectLocation: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'What the Location header must begin with; for a redirect.' }),
  slowerThanMs: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'An answer that takes longer is degraded.' }),
  maxBodyBytes: z.int().min(0).max(1_048_576).default(65_536),
})
type HttpSettings = z.infer<typeof settings>
type HttpMeasurement = HttpAnswer | ProbeFailure

export const httpProbe = defineProbe<HttpSettings, HttpMeasurement>({
  kind: 'http',
  title: 'HTTP answer as expected',
  settings,
  measure: (asked, context) => askTarget(asked, context, asked),
  judge(measurement, asked) {
    const url = {
      label: 'Request',
      value: `${asked.method} ${urlOf(asked)}`,
    }
    if (measurement.outcome === 'failed') return judgeFailure(measurement, [url])
    return judgeAnswer(measurement, asked, [url])
  },
})

function judgeAnswer(answer: HttpAnswer, asked: HttpSettings, lines: readonly EvidenceLine[]) {
  const { status, connectMs, responseMs } = answer
  const evidence = [...lines, { label: 'Answer', value: `${status} in ${milliseconds(responseMs)}` }]
  if (answer.tlsProtocol !== undefined) evidence.push({ label: 'Encryption', value: answer.tlsProtocol })
  const details = { evidence, figures: { connectMs: tenths(connectMs), responseMs: tenths(responseMs) } }
  const fault = faultOf(answer, asked)
  if (fault !== undefined) return judgement('down', fault, details)
  if (asked.slowerThanMs !== undefined && responseMs > asked.slowerThanMs) {
    return judgement('degraded', `slow: answers in ${milliseconds(responseMs)}`, details)
  }
  return judgement('healthy', `answers in ${milliseconds(responseMs)}`, details)
}

function faultOf(answer: HttpAnswer, asked: HttpSettings): string | undefined {
  const { status, headers, body } = answer
  const isExpected = asked.expectStatus ? asked.expectStatus.includes(status) : status >= 200 && status < 300
  if (!isExpected) return `answers ${status}, not ${asked.expectStatus?.join(' or ') ?? '2xx'}`
  const location = headers.get('location')
  if (asked.expectLocation !== undefined && !location?.startsWith(asked.expectLocation)) {
    return location === undefined ? 'does not redirect' : `redirects to ${location.slice(0, 100)}`
  }
  if (asked.expectText !== undefined && !body.includes(asked.expectText)) {
    return 'answers without the expected text'
  }
  return undefined
}
