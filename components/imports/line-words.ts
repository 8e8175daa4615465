/** `one line`, `12 lines`. */
export function lineWords(count: number): string {
  return count === 1 ? 'one line' : `${count} lines`
}
