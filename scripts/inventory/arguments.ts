import { parseArgs } from 'node:util'

export const commandNames = ['validate', 'plan', 'apply', 'export', 'schema'] as const
export type CommandName = (typeof commandNames)[number]

export const usage = `usage: npm run inventory -- COMMAND [FILE] [options]

  validate FILE   check the file; touches no database
  plan FILE       show what applying it would change
  apply FILE      put it in force
  export [FILE]   write the inventory in force, to the file or to the terminal
  schema [FILE]   write the JSON Schema of inventory files

options
  --overlay FILE     JSON {"portShift": {"443": 10443}}: ports that had to move where the estate runs
  --message TEXT     why, for the revision and the audit log (apply)
  --base REVISION    apply only if this revision is still in force (apply)
  --revision NUMBER  an earlier revision instead of the one in force (export)

exit code: 0 done (plan: no changes), 1 the inventory is not valid or was refused, 2 wrong usage,
3 plan: there are changes`

/** A command line that cannot be understood. */
export class UsageError extends Error {}

export interface InventoryArguments {
  readonly command: CommandName
  readonly file: string | undefined
  readonly overlay: string | undefined
  readonly message: string | undefined
  readonly base: number | undefined
  readonly revision: number | undefined
}

export function readArguments(given: readonly string[]): InventoryArguments {
  const { values, positionals } = split(given)
  const [name, file, ...rest] = positionals
  const command = commandNames.find((known) => known === name)
  if (command === undefined) throw new UsageError(name ? `unknown command ${name}` : 'no command given')
  if (rest.length > 0) throw new UsageError(`unexpected ${rest.join(' ')}`)
  return {
    command,
    file,
    overlay: values.overlay,
    message: values.message,
    base: wholeNumber('--base', values.base),
    revision: wholeNumber('--revision', values.revision),
  }
}

function split(given: readonly string[]) {
  const text = { type: 'string' } as const
  const options = { overlay: text, message: text, base: text, revision: text }
  try {
    return parseArgs({ args: [...given], allowPositionals: true, options })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name} needs a whole number, not ${text}`)
  return Number(text)
}
