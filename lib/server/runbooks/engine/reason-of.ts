/** What an error says, for people. Its causes may hold raw words of other programs, and stay out. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && error.message !== '') return error.message
  return typeof error === 'string' ? error : 'it ended with an error that says nothing'
}
