import { z } from 'zod'
import { defineProbe, type ProbeContext } from '@/lib/core/probes/probe-definition'
import { judgeFailure, milliseconds, type ProbeFailure, tenths } from './failure'
import { judgement } from './judgement'
import { fingerprintSchema, hostSchema, portSchema } from './settings'
import { meetSsh, type SshFacts } from './wire/ssh-session'

const settings = z.strictObject({
  host: hostSchema,
  port: portSchema.default(22),
  fingerprint: fingerprintSchema.optional(),
  keyOnly: z
    .boolean()
    .default(false)
    .meta({ description: 'The server must offer signing in by key and no other way.' }),
  user: z.string().min(1).default('switchyard').meta({ description: 'User for whom the ways are asked.' }),
})
type SshSettings = z.infer<typeof settings>

interface SshMeasurement {
  readonly seen: SshFacts | ProbeFailure
  /** The declared fingerprint, resolved. */
  readonly declaredKey: string | undefined
}

export const sshProbe = defineProbe<SshSettings, SshMeasurement>({
  kind: 'ssh',
  title: 'SSH banner and host key',
  settings,
  async measure({ host, port, user, keyOnly, fingerprint }, context) {
    const declaredKey = await resolveFingerprint(fingerprint, context)
    return { seen: await meetSsh({ host, port, user, asksSignInMethods: keyOnly }, context), declaredKey }
  },
  judge({ seen, declaredKey }, asked) {
    const address = { label: 'Address', value: `${asked.host}:${asked.port}` }
    if (seen.outcome === 'failed') return judgeFailure(seen, [address])
    const evidence = [
      address,
      { label: 'Banner', value: seen.banner },
      { label: 'Host key', value: seen.fingerprint },
    ]
    if (seen.signInMethods) evidence.push({ label: 'Signs in by', value: seen.signInMethods.join(', ') })
    const details = { evidence, figures: { bannerMs: tenths(seen.bannerMs) } }
    if (declaredKey !== undefined && withoutPadding(declaredKey) !== seen.fingerprint) {
      return judgement('down', 'shows another host key than the declared one', details)
    }
    const other = asked.keyOnly ? seen.signInMethods?.find((method) => method !== 'publickey') : undefined
    if (other !== undefined)
      return judgement('degraded', `offers to sign in by ${other}, not by key only`, details)
    return judgement(
      'healthy',
      `${softwareOf(seen.banner)} answers in ${milliseconds(seen.bannerMs)}`,
      details,
    )
  },
})

/** A fingerprint as it stands, or what the reference to it holds. */
export async function resolveFingerprint(
  fingerprint: string | undefined,
  context: ProbeContext,
): Promise<string | undefined> {
  if (fingerprint === undefined || fingerprint.startsWith('SHA256:')) return fingerprint
  return (await context.secret(fingerprint)).trim()
}

function withoutPadding(fingerprint: string): string {
  return fingerprint.replace(/=+$/, '')
}

/** `OpenSSH_9.2p1` of `SSH-2.0-OpenSSH_9.2p1 Debian-2`. */
function softwareOf(banner: string): string {
  return /^SSH-[0-9.]+-(\S+)/.exec(banner)?.[1] ?? 'SSH'
}
