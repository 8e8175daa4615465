/** A layout to draw with. Not full: it stands in until the one that was asked for comes. */
export interface Layout<Result> {
  readonly positions: Result
  readonly isFull: boolean
}

interface Attempts<Result> {
  /** Works the layout out; ends its work when the signal aborts. */
  compute(signal: AbortSignal): Promise<Result>
  /** What is drawn meanwhile: it cannot fail or take long. */
  plain(): Result
  onLayout(layout: Layout<Result>): void
}

/** So long nothing is drawn; then the plain layout stands in, while the work goes on. */
export const patienceMs = 8_000
/** A worker that is silent so long has lost its way, and is begun anew. */
export const attemptMs = 60_000
/** After a failure it is tried again so much later; each time twice as late, up to a minute. */
export const retryMs = 5_000

/**
 * Tells the layout when it comes. A late one is told late, not never: meanwhile a plain one stands in, and what
 * failed is tried again. The returned function ends it all.
 */
export function followLayout<Result>({ compute, plain, onLayout }: Attempts<Result>): () => void {
  const over = new AbortController()
  let isStoodInFor = false
  const standIn = () => {
    if (isStoodInFor || over.signal.aborted) return
    isStoodInFor = true
    onLayout({ positions: plain(), isFull: false })
  }
  const patience = setTimeout(standIn, patienceMs)
  let pause: ReturnType<typeof setTimeout> | undefined
  const attempt = (waitMs: number) => {
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(new Error(`No layout after ${attemptMs} ms`)), attemptMs)
    compute(AbortSignal.any([over.signal, silence.signal]))
      .then(
        (positions) => {
          if (over.signal.aborted) return
          clearTimeout(patience)
          onLayout({ positions, isFull: true })
        },
        (error: unknown) => {
          if (over.signal.aborted) return
          console.warn('The layout did not come; it is tried again.', error)
          standIn()
          pause = setTimeout(() => attempt(Math.min(waitMs * 2, 60_000)), waitMs)
        },
      )
      .finally(() => clearTimeout(timer))
  }
  attempt(retryMs)
  return () => {
    over.abort()
    clearTimeout(patience)
    clearTimeout(pause)
  }
}
