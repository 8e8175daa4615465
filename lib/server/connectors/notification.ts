/** What people are told, whatever way it goes. */
export interface Notification {
  /** One line. */
  readonly title: string
  readonly lines: readonly string[]
}
