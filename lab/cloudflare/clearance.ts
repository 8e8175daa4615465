import { createHmac, timingSafeEqual } from 'node:crypto'

const LIFETIME_MS = 30 * 60_000

/** A visitor who has passed the challenge carries this cookie; it holds for their address and half an hour. */
export function issueClearance(key: string, clientAddress: string, nowMs: number): string {
  const expiresAtMs = nowMs + LIFETIME_MS
  return `${expiresAtMs}-${sign(key, `${clientAddress} ${expiresAtMs}`)}`
}

export function isClearanceValid(
  key: string,
  clientAddress: string,
  cookie: string | undefined,
  nowMs: number,
): boolean {
  const [expiresAt, signature] = cookie?.split('-') ?? []
  if (!expiresAt || !signature || !(Number(expiresAt) > nowMs)) return false
  const wanted = Buffer.from(sign(key, `${clientAddress} ${expiresAt}`))
  const given = Buffer.from(signature)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function sign(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}
