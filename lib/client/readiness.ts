const DEADLINE_MS = 5_000

/** Whether the server can serve pages now; false too when it does not answer. */
export async function isServerReady(): Promise<boolean> {
  try {
    const response = await fetch('/readyz', { cache: 'no-store', signal: AbortSignal.timeout(DEADLINE_MS) })
    return response.ok
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false
    throw error
  }
}
