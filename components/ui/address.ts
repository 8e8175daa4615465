/** A choice is a step that Back returns from; typing is none, or each letter would be. */
export type Going = 'choice' | 'typing'

/** Goes to the same page with another query: `?view=zones`, or nothing. What the page shows follows at once. */
export function goToQuery(query: string, how: Going = 'choice'): void {
  if (query === location.search) return
  const next = `${location.pathname}${query}`
  if (how === 'choice') history.pushState(null, '', next)
  else history.replaceState(null, '', next)
}

/** Told `return` when Back or Forward led to another query of the same page, which the address then says. */
export const queryReturns = new EventTarget()

/** The query with these parts changed and the others as they are; an empty part is left out. */
export function changedQuery(query: string, parts: Readonly<Record<string, string | undefined>>): string {
  const next = new URLSearchParams(query)
  for (const [name, value] of Object.entries(parts)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  const text = next.toString()
  return text === '' ? '' : `?${text}`
}
