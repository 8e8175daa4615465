import { z } from 'zod'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import { defineProbe, type Judgement, type ProbeContext } from '@/lib/core/probes/probe-definition'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'
import { judgeFailure, type ProbeFailure } from './failure'
import { judgement } from './judgement'
import { fingerprintSchema, hostSchema, portSchema } from './settings'
import { resolveFingerprint } from './ssh.probe'
import { type ReadFirewall, readFirewall } from './wire/firewall-fact'
import { withShorterDeadline } from './wire/shorter-deadline'
import { openSocket } from './wire/socket'
import { meetSsh } from './wire/ssh-session'
import { parseUfwStatus, type UfwRule, type UfwStatus } from './wire/ufw-status'

const portListSchema = z.array(z.int().min(1).max(65_535)).default([])

const settings = z.strictObject({
  host: hostSchema,
  port: portSchema.default(22).meta({ description: 'SSH port, where `ufw status verbose` is asked.' }),
  user: z.string().min(1),
  privateKey: secretReferenceSchema.meta({ description: 'Reference to the SSH key of the probe.' }),
  fingerprint: fingerprintSchema,
  defaultIncoming: z.enum(['deny', 'reject', 'allow']).default('deny'),
  rules: z
    .array(
      z.strictObject({
        to: z.string().min(1).meta({ description: 'As ufw prints it: 443/tcp.' }),
        action: z.enum(['ALLOW IN', 'DENY IN', 'REJECT IN', 'LIMIT IN']).default('ALLOW IN'),
        from: z.string().min(1).default('Anywhere'),
      }),
    )
    .meta({ description: 'Declared rules; the IPv6 twin of a rule counts as the same.' }),
  checkedHost: hostSchema
    .optional()
    .meta({ description: 'Address whose ports are tried; by default the host.' }),
  openPorts: portListSchema.meta({ description: 'TCP ports that must answer.' }),
  closedPorts: portListSchema.meta({ description: 'TCP ports that must not answer.' }),
})
type UfwSettings = z.infer<typeof settings>

interface UfwMeasurement {
  readonly status: UfwStatus | ProbeFailure
  /** Whether each tried port answers; ports that were not decided by the deadline are left out. */
  readonly answers: ReadonlyMap<number, boolean>
  readonly firewall?: ReadFirewall
}

/** Ports that are filtered without an answer cost this long. */
const PORT_CHECK_MS = 1_500

export const ufwProbe = defineProbe<UfwSettings, UfwMeasurement>({
  kind: 'ufw',
  title: 'UFW rules as declared',
  settings,
  async measure(asked, context) {
    const [privateKey, fingerprint] = await Promise.all([
      context.secret(asked.privateKey),
      resolveFingerprint(asked.fingerprint, context),
    ])
    const run = {
      privateKey: `${privateKey}\n`,
      fingerprint: fingerprint ?? '',
      command: 'ufw status verbose',
    }
    const seen = await meetSsh({ host: asked.host, port: asked.port, user: asked.user, run }, context)
    if (seen.outcome === 'failed') return { status: seen, answers: new Map() }
    const output = seen.output ?? ''
    const answered = await tryPorts(asked, context)
    return { status: parseUfwStatus(output), answers: answered, firewall: readFirewall(output) }
  },
  judge({ status, answers, firewall }, asked) {
    const address = { label: 'Address', value: `${asked.host}:${asked.port}` }
    if (status.outcome === 'failed') return judgeFailure(status, [address])
    const judged = judgeRules(status, answers, { asked, address })
    const lines = (firewall?.notUnderstood ?? []).map((value) => ({ label: 'Not understood', value }))
    const facts = firewall?.facts
    return { ...judged, evidence: [...judged.evidence, ...lines], ...(facts === undefined ? {} : { facts }) }
  },
})

async function tryPorts(asked: UfwSettings, context: ProbeContext): Promise<Map<number, boolean>> {
  const host = asked.checkedHost ?? asked.host
  const ports = [...asked.openPorts, ...asked.closedPorts]
  const tried = await Promise.all(
    ports.map(async (port) => [port, await answers(host, port, context)] as const),
  )
  return new Map(tried)
}

function answers(host: string, port: number, context: ProbeContext): Promise<boolean> {
  const timeoutMs = Math.min(PORT_CHECK_MS, context.timeoutMs / 2)
  return withShorterDeadline(context, timeoutMs, async (shorter) => {
    const opened = await openSocket({ host, port }, shorter)
    if (opened.outcome === 'connected') opened.socket.destroy()
    return opened.outcome === 'connected'
  })
}

interface JudgeOptions {
  readonly asked: UfwSettings
  readonly address: EvidenceLine
}

function judgeRules(
  status: UfwStatus,
  answered: ReadonlyMap<number, boolean>,
  options: JudgeOptions,
): Judgement {
  const { asked, address } = options
  const evidence = [address, ...linesOf(status, answered)]
  const figures = { rules: status.rules.length }
  if (!status.isActive) return judgement('down', 'is inactive: nothing is filtered', { evidence, figures })
  const differences = [...policyDifferences(status, asked), ...portDifferences(answered, asked)]
  const [first] = differences
  if (first === undefined) {
    const count = asked.rules.length
    return judgement('healthy', `${count} rules as declared, all else ${asked.defaultIncoming}`, {
      evidence,
      figures,
    })
  }
  const lines = differences.map((value) => ({ label: 'Difference', value }))
  const more = differences.length > 1 ? `, and ${differences.length - 1} more` : ''
  return judgement('degraded', `${first}${more}`, { evidence: [...evidence, ...lines], figures })
}

function policyDifferences(status: UfwStatus, asked: UfwSettings): string[] {
  const found: string[] = []
  if (status.defaultIncoming !== asked.defaultIncoming) {
    found.push(`by default ${status.defaultIncoming}, declared ${asked.defaultIncoming}`)
  }
  for (const rule of status.rules) {
    if (!asked.rules.some((declared) => isSame(declared, rule)))
      found.push(`${inWords(rule)} is not declared`)
  }
  for (const declared of asked.rules) {
    if (!status.rules.some((rule) => isSame(declared, rule))) found.push(`${inWords(declared)} is missing`)
  }
  return found
}

function portDifferences(answered: ReadonlyMap<number, boolean>, asked: UfwSettings): string[] {
  const shut = asked.openPorts.filter((port) => answered.get(port) === false)
  const open = asked.closedPorts.filter((port) => answered.get(port) === true)
  return [
    ...open.map((port) => `port ${port} answers, though it is declared closed`),
    ...shut.map((port) => `port ${port} does not answer, though it is declared open`),
  ]
}

function isSame(one: UfwRule, other: UfwRule): boolean {
  return one.to === other.to && one.action === other.action && one.from === other.from
}

function inWords({ to, action, from }: UfwRule): string {
  return `${action.toLowerCase().replace(' in', '')} ${to} from ${from.toLowerCase()}`
}

function linesOf(status: UfwStatus, answered: ReadonlyMap<number, boolean>): EvidenceLine[] {
  return [
    {
      label: 'Status',
      value: `${status.isActive ? 'active' : 'inactive'}, incoming ${status.defaultIncoming}`,
    },
    ...status.rules.map((rule) => ({ label: rule.to, value: `${rule.action} from ${rule.from}` })),
    ...[...answered].map(([port, isOpen]) => ({
      label: `Port ${port}`,
      value: isOpen ? 'answers' : 'does not answer',
    })),
  ]
}
