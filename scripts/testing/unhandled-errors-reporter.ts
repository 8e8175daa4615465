import { writeFileSync } from 'node:fs'
import type { Reporter } from 'vitest/node'

/** Where the errors go that belong to no test: the JSON report of vitest does not hold them. */
export const unhandledErrorsVariable = 'SWITCHYARD_UNHANDLED_ERRORS_FILE'

/** Writes, as JSON, one line for each error that ended a run of passed tests with failure: a string[]. */
export default class UnhandledErrorsReporter implements Reporter {
  onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (_modules, errors) => {
    const file = process.env[unhandledErrorsVariable]
    if (file === undefined) throw new Error(`${unhandledErrorsVariable} names no file`)
    const lines = errors.map(({ name, message, stack }) => {
      const place = stack?.split('\n').find((line) => line.includes('/') && !line.includes('node_modules'))
      return [name, message, place?.trim()].filter(Boolean).join(': ')
    })
    writeFileSync(file, JSON.stringify(lines))
  }
}
