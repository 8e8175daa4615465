/** Variables with which the console itself runs; an inventory must not be able to send them anywhere. */
const ownVariables = new Set(['DATABASE_URL', 'NEXTAUTH_SECRET'])

/** The value of a variable that an `env:NAME` reference names; undefined when unset, empty or the console's own. */
export function findSecretVariable(name: string): string | undefined {
  if (ownVariables.has(name)) return undefined
  return process.env[name] || undefined
}
