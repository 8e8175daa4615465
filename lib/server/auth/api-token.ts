import { createHash, randomBytes } from 'node:crypto'

const MARK = 'swy_'
const PREFIX_LENGTH = MARK.length + 6

/** 32 random bytes behind a mark by which scanners of leaked secrets know them. */
export function generateApiToken(): string {
  return `${MARK}${randomBytes(32).toString('base64url')}`
}

/** A token is random, so a fast hash is enough, and lookups by it give nothing away. */
export function hashApiToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** What is shown to tell tokens apart; 36 of its 256 bits. */
export function apiTokenPrefix(token: string): string {
  return token.slice(0, PREFIX_LENGTH)
}

export function isApiToken(value: string): boolean {
  return /^swy_[\w-]{43}$/.test(value)
}
