/** What this machine does not give, and why. A node that needs it is unavailable, not broken. */
export class UnavailableError extends Error {
  override readonly name: string = 'UnavailableError'
}
