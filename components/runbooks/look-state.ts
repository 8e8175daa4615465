/** What came of asking for a look; null where there is no answer yet. */
export interface AskedLook {
  /** An evaluation from here on is what was asked for. */
  readonly notBeforeMs: number | null
  /** Nobody is waited for any longer. */
  readonly isOver: boolean
}

export type LookState = 'looking' | 'looked' | 'unanswered'

/** A look that came counts, however late; before that it is waited for, and not for ever. */
export function lookState({ notBeforeMs, isOver }: AskedLook, evaluatedAt: string | null): LookState {
  const isNew = notBeforeMs !== null && evaluatedAt !== null && Date.parse(evaluatedAt) >= notBeforeMs
  if (isNew) return 'looked'
  return isOver ? 'unanswered' : 'looking'
}
