/** Words that may end as they are or go on: with a full stop where they have no end of their own. */
export function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`
}
