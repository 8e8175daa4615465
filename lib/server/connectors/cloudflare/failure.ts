import Cloudflare from 'cloudflare'
import { AppError } from '@/lib/core/errors/app-error'

/** What the SDK threw, for people: never its body, which may repeat what was sent. */
export function cloudflareFailure(what: string, error: unknown): AppError {
  if (error instanceof AppError) return error
  const cause = { cause: error }
  if (error instanceof Cloudflare.APIUserAbortError) {
    return new AppError('unavailable', `Cloudflare: ${what}: the step's deadline has passed`, cause)
  }
  if (error instanceof Cloudflare.APIConnectionTimeoutError) {
    return new AppError('unavailable', `Cloudflare: ${what}: no answer in time`, cause)
  }
  if (error instanceof Cloudflare.APIConnectionError) {
    // The budget is taken inside the SDK's fetch, and what that throws arrives wrapped.
    if (error.cause instanceof AppError) return error.cause
    return new AppError('unavailable', `Cloudflare: ${what}: its API cannot be reached`, cause)
  }
  if (error instanceof Cloudflare.APIError) return answered(what, error)
  return new AppError('unavailable', `Cloudflare: ${what}: the answer cannot be understood`, cause)
}

function answered(what: string, error: InstanceType<typeof Cloudflare.APIError>): AppError {
  const said = error.errors.map(({ code, message }) => `${message} (${code})`).join('; ')
  const suffix = said === '' ? '' : `: ${said}`
  const cause = { cause: error }
  if (error.status === 429) {
    const seconds = Number(error.headers?.get('retry-after') ?? 300)
    const retryAfterSeconds = Number.isFinite(seconds) ? seconds : 300
    const message = `Cloudflare: ${what}: too many requests; it asks to wait ${retryAfterSeconds} s`
    return new AppError('too-many-requests', message, { ...cause, retryAfterSeconds })
  }
  if (error.status === 401) {
    return new AppError('forbidden', `Cloudflare: ${what}: the token is refused${suffix}`, cause)
  }
  if (error.status === 403) {
    return new AppError('forbidden', `Cloudflare: ${what}: the token may not do this${suffix}`, cause)
  }
  if (error.status === 404) return new AppError('not-found', `Cloudflare: ${what}: not found${suffix}`, cause)
  if (error.status !== undefined && error.status < 500) {
    return new AppError('bad-input', `Cloudflare: ${what}: refused${suffix}`, cause)
  }
  return new AppError('unavailable', `Cloudflare: ${what}: it answers ${error.status ?? 'an error'}`, cause)
}
