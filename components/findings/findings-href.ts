/** The findings about a node, by its slug, or about another thing, by `link:ID`; with one of them opened. */
export function findingsHref(subject: string, finding?: string): string {
  const query = new URLSearchParams(finding === undefined ? { subject } : { subject, finding })
  return `/findings?${query}`
}
