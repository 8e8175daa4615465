/** Two letters that stand for a person: of a name its words', of an address its own. */
export function initials(name: string): string {
  const words = (name.split('@')[0] ?? name).split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const letters = words.length > 1 ? `${words[0]?.[0]}${words.at(-1)?.[0]}` : (words[0] ?? '?').slice(0, 2)
  return letters.toUpperCase()
}
