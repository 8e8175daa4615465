const MARK = 'undeclared:'

/** The comment on what a zone file has to have though nobody has declared it. */
export function markUndeclared(why: string): string {
  return `${MARK} ${why}`
}

/** A comment says that what it stands beside is not declared: an import leaves it so. */
export function isMarkedUndeclared(comment: string): boolean {
  return comment.startsWith(MARK)
}
