import { z } from 'zod'
import { type MtaStsPolicy, parseMtaSts } from '@/lib/core/dns/mta-sts'
import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { defineProbe } from '@/lib/core/probes/probe-definition'
import { isOwnFault, judgeFailure, type ProbeFailure, steadyReason, tenths } from './failure'
import { judgement } from './judgement'
import { hostSchema, portSchema, trustFields } from './settings'
import { exchangeHttp, type HttpAnswer } from './wire/http-exchange'
import { loadTrust } from './wire/trust'

const PATH = '/.well-known/mta-sts.txt'
/** RFC 8461 s.3.3 advises senders to take no more. */
const MOST_BYTES = 65_536

const settings = z.strictObject({
  domain: z.string().regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, 'a domain without a final dot'),
  host: hostSchema.optional().meta({ description: 'By default `mta-sts.` and the domain.' }),
  port: portSchema.default(443),
  ...trustFields,
})
type MtaStsSettings = z.infer<typeof settings>

/** As a sending mail server fetches it: over TLS with a verified certificate, and without following redirects. */
export const mtaStsProbe = defineProbe<MtaStsSettings, HttpAnswer | ProbeFailure>({
  kind: 'mta-sts',
  title: 'MTA-STS policy of a domain',
  settings,
  async measure(asked, context) {
    const name = `mta-sts.${asked.domain}`
    const host = asked.host ?? name
    const trust = await loadTrust({ ...asked, host, serverName: asked.serverName ?? name }, context)
    const request = {
      host,
      port: asked.port,
      trust,
      method: 'GET',
      path: PATH,
      maxBodyBytes: MOST_BYTES,
    } as const
    return exchangeHttp(request, context)
  },
  judge(measurement, asked) {
    const url = { label: 'Request', value: `https://mta-sts.${asked.domain}${PATH}` }
    if (measurement.outcome === 'failed') {
      const verdict = judgeFailure(measurement, [url])
      return isOwnFault(measurement)
        ? verdict
        : { ...verdict, facts: [unserved(asked, steadyReason(measurement))] }
    }
    const figures = { responseMs: tenths(measurement.responseMs) }
    const refusal = refusalOf(measurement)
    if (refusal !== undefined) {
      return judgement('down', refusal, { evidence: [url], figures, facts: [unserved(asked, refusal)] })
    }
    const { mode, mx, maxAgeSeconds, problems } = parseMtaSts(measurement.body)
    const evidence = [
      url,
      { label: 'Mode', value: mode ?? 'none that is known' },
      { label: 'Mail servers', value: mx.join(', ') || 'none' },
      { label: 'Kept for', value: maxAgeSeconds === null ? 'not stated' : `${maxAgeSeconds} s` },
      ...problems.map((value) => ({ label: 'Not taken', value })),
    ]
    const facts = [served(asked, { mode, mx, maxAgeSeconds, problems })]
    const [problem] = problems
    if (problem !== undefined) return judgement('degraded', problem, { evidence, figures, facts })
    return judgement('healthy', `${mode}, ${mx.length} mail servers`, { evidence, figures, facts })
  },
})

/** Why senders would not take the answer. */
function refusalOf({ status, headers, isTruncated }: HttpAnswer): string | undefined {
  if (status >= 300 && status < 400) return 'redirects, which no sender follows'
  if (status !== 200) return `answers ${status}, not 200`
  const type = headers.get('content-type') ?? 'nothing'
  if (!/^text\/plain\s*(;|$)/i.test(type)) return `sends ${type.slice(0, 60)}, not text/plain`
  return isTruncated ? `sends more than ${MOST_BYTES} bytes` : undefined
}

function served({ domain }: MtaStsSettings, { mode, mx, maxAgeSeconds, problems }: MtaStsPolicy): FactDraft {
  return { kind: 'mta-sts', domain, failure: null, mode, mx: [...mx], maxAgeSeconds, problems: [...problems] }
}

function unserved({ domain }: MtaStsSettings, failure: string): FactDraft {
  return { kind: 'mta-sts', domain, failure, mode: null, mx: [], maxAgeSeconds: null, problems: [] }
}
