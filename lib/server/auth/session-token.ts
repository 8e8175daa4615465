import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'

/** A session ends after an hour without a request. */
export const SESSION_IDLE_SECONDS = 3600
/** And after twelve, whatever happens. */
export const SESSION_LONGEST_MS = 12 * 3_600_000
/** A cookie older than this is replaced by a fresh one with the next answer. */
const RENEW_AFTER_SECONDS = 300

const claimsSchema = z.object({
  sub: z.uuid(),
  /** The version of the person's row when they signed in; a newer row ends the session. */
  sessionVersion: z.int(),
  signedInAtMs: z.number(),
  iat: z.number(),
})
export type SessionClaims = z.infer<typeof claimsSchema>

/** Undefined for a token that is forged, damaged, expired, or past the longest session. */
export async function readSessionToken(
  token: string,
  secret: string,
  nowMs: number,
): Promise<SessionClaims | undefined> {
  const payload = await decode({ token, secret }).catch(() => undefined)
  const parsed = claimsSchema.safeParse(payload)
  if (!parsed.success) return undefined
  const ageMs = nowMs - parsed.data.signedInAtMs
  return ageMs >= 0 && ageMs < SESSION_LONGEST_MS ? parsed.data : undefined
}

export function writeSessionToken(claims: Omit<SessionClaims, 'iat'>, secret: string): Promise<string> {
  return encode({ token: { ...claims }, secret, maxAge: SESSION_IDLE_SECONDS })
}

export function isDueForRenewal(claims: SessionClaims, nowMs: number): boolean {
  return nowMs / 1000 - claims.iat > RENEW_AFTER_SECONDS
}
