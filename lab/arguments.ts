/** `--name value` and `--name=value` become options, a lone `--name` an empty one; the rest stays in order. */
export function parseWords(words: readonly string[]): {
  readonly positional: readonly string[]
  readonly options: Readonly<Record<string, string>>
} {
  const positional: string[] = []
  const options: Record<string, string> = {}
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    if (!word.startsWith('--')) {
      positional.push(word)
      continue
    }
    const [name = '', value] = word.slice(2).split('=', 2)
    const next = words[index + 1]
    const takesNext = value === undefined && next !== undefined && !next.startsWith('--')
    options[name] = value ?? (takesNext ? next : '')
    if (takesNext) index += 1
  }
  return { positional, options }
}
