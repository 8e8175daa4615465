import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'

const MOST_CHARACTERS = 256

export const patternSchema = z
  .string()
  .min(1)
  .max(200)
  .refine(isPattern, 'a regular expression')
  .meta({ description: 'The whole value must match this regular expression.' })

type Declared = Readonly<Record<string, { readonly pattern: string }>>
export type Values = Readonly<Record<string, string>>

/**
 * Throws `bad-input` unless there is a value for each declared parameter and nothing else, each matches its pattern
 * as a whole, and none could be read as an option. The value itself is not repeated: it may be anything.
 */
export function requireFit(declared: Declared, values: Values): void {
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(declared, name)) throw new AppError('bad-input', `no parameter ${name} is declared`)
  }
  for (const [name, { pattern }] of Object.entries(declared)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new AppError('bad-input', `the parameter ${name} is missing`)
    if (value.length > MOST_CHARACTERS || value.startsWith('-') || value.includes('\0')) {
      throw new AppError('bad-input', `the parameter ${name} is too long or begins with a dash`)
    }
    if (!new RegExp(`^(?:${pattern})$`).test(value)) {
      throw new AppError('bad-input', `the parameter ${name} does not match ${pattern}`)
    }
  }
}

/** Puts each value in the place of its `{name}`; braces around other words stay. */
export function fillIn(template: string, values: Values, encode = (value: string) => value): string {
  return template.replace(/\{([a-z][a-zA-Z0-9]*)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined ? whole : encode(value)
  })
}

function isPattern(source: string): boolean {
  try {
    new RegExp(`^(?:${source})$`)
    return true
  } catch {
    return false
  }
}
