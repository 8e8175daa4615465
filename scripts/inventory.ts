/** `npm run inventory -- validate|plan|apply|export|schema [FILE]`: the inventory as code. */
import { AppError } from '@/lib/core/errors/app-error'
import { readArguments, UsageError, usage } from './inventory/arguments'
import { commands } from './inventory/commands'
import { formatError } from './inventory/format-error'

const USAGE_EXIT = 2

try {
  const given = readArguments(process.argv.slice(2))
  process.exitCode = await commands[given.command](given)
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${usage}`)
    process.exitCode = USAGE_EXIT
  } else if (error instanceof AppError) {
    console.error(formatError(error))
    process.exitCode = 1
  } else {
    throw error
  }
}
