/** A file with what people say of it. */
export interface Choice {
  readonly file: File
  /** A kind, or `auto`. */
  readonly kind: string
  readonly vantage: 'outside' | 'inside' | 'host' | undefined
  readonly node: string | undefined
  /** ISO; when it was made. */
  readonly observedAt: string
}
