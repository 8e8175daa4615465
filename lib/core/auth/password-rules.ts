import { z } from 'zod'

export const MIN_PASSWORD_LENGTH = 12
/** Hashing a megabyte of password would be a way to keep the server busy. */
const MAX_PASSWORD_LENGTH = 256

export const newPasswordSchema = z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH)

/** Why a password is too easy to guess, as a sentence; undefined when it will do. */
export function passwordWeakness(password: string, email: string): string | undefined {
  if (password.length < MIN_PASSWORD_LENGTH) return `Use at least ${MIN_PASSWORD_LENGTH} characters.`
  if (password.length > MAX_PASSWORD_LENGTH) return `Use at most ${MAX_PASSWORD_LENGTH} characters.`
  if (new Set(password).size < 5) return 'Use more than four different characters.'
  const [name = ''] = email.toLowerCase().split('@')
  if (name.length >= 3 && password.toLowerCase().includes(name)) return 'Leave your own name out of it.'
  return undefined
}
