import type { AppError } from '@/lib/core/errors/app-error'

/** The error and every problem on a line of its own, `file:line: message`, remedy below. */
export function formatError(error: AppError): string {
  const lines = error.problems.flatMap(({ file, line, path, message, remedy }) => {
    const place = [file, line].filter((part) => part !== undefined).join(':')
    const subject = path === '' ? '' : `${path}: `
    const head = place === '' ? `${subject}${message}` : `${place}: ${subject}${message}`
    return remedy === undefined ? [head] : [head, `    ${remedy}`]
  })
  return [error.message, ...lines].join('\n')
}
