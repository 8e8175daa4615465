import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe } from '@/lib/core/probes/probe-definition'
import { failureReason, judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement } from './judgement'
import { hostSchema, portSchema, trustFields } from './settings'
import { greetSmtp, type SmtpGreeting } from './wire/smtp'
import { loadTrust } from './wire/trust'

const settings = z.strictObject({
  host: hostSchema,
  port: portSchema.default(25),
  startTls: z
    .enum(['not-used', 'required'])
    .default('not-used')
    .meta({ description: 'Whether the server must offer STARTTLS with a valid certificate.' }),
  heloName: z
    .string()
    .regex(/^[A-Za-z0-9.-]+$/)
    .default('switchyard.invalid')
    .meta({ description: 'Name that the probe gives in EHLO.' }),
  ...trustFields,
})
type SmtpSettings = z.infer<typeof settings>
type SmtpMeasurement = SmtpGreeting | ProbeFailure

export const smtpProbe = defineProbe<SmtpSettings, SmtpMeasurement>({
  kind: 'smtp',
  title: 'SMTP greeting',
  settings,
  async measure(asked, context) {
    const trust = asked.startTls === 'required' ? await loadTrust(asked, context) : undefined
    return greetSmtp({ host: asked.host, port: asked.port, heloName: asked.heloName, trust }, context)
  },
  judge(measurement, asked) {
    const address = { label: 'Address', value: `${asked.host}:${asked.port}` }
    if (measurement.outcome === 'failed') return judgeFailure(measurement, [address])
    const { greetingMs } = measurement
    const details = {
      evidence: [address, ...linesOf(measurement)],
      figures: { greetingMs: tenths(greetingMs) },
    }
    const fault = faultOf(measurement, asked)
    if (fault !== undefined) return judgement('down', fault, details)
    return judgement('healthy', `greets in ${milliseconds(greetingMs)}`, details)
  },
})

function faultOf(
  { banner, hello, encryption }: SmtpGreeting,
  { startTls }: SmtpSettings,
): string | undefined {
  if (banner.code !== 220) return `greets with ${banner.code} ${banner.text}`.trim()
  if (hello?.code !== 250)
    return hello ? `refuses EHLO with ${hello.code} ${hello.text}`.trim() : 'hangs up after EHLO'
  if (startTls === 'not-used') return undefined
  if (encryption === undefined) return 'does not offer STARTTLS'
  if (encryption.outcome === 'failed') return `STARTTLS: ${failureReason(encryption)}`
  return undefined
}

function linesOf({ banner, extensions, encryption }: SmtpGreeting): EvidenceLine[] {
  const lines = [
    { label: 'Greeting', value: `${banner.code} ${banner.text}`.slice(0, 120) },
    { label: 'Extensions', value: extensions.join(', ') || 'none' },
  ]
  if (encryption?.outcome === 'encrypted') lines.push({ label: 'Encryption', value: encryption.protocol })
  return lines
}
