/** What the supervisor hands to a program of ours. Throws, naming the first that is missing. */
export function requiredEnvironment<Name extends string>(...names: readonly Name[]): Record<Name, string> {
  const values = names.map((name) => {
    const value = process.env[name]
    if (value === undefined) throw new Error(`${name} is not set`)
    return [name, value] as const
  })
  return Object.fromEntries(values) as Record<Name, string>
}
