import { readEnv } from './env'

/** The origin that people see; undefined when it was not configured. */
export function publicOrigin(): string | undefined {
  const url = readEnv().NEXTAUTH_URL
  return url ? new URL(url).origin : undefined
}

export function isServedByHttps(): boolean {
  return publicOrigin()?.startsWith('https:') ?? false
}
