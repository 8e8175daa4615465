import { AppError, type InputProblem } from '@/lib/core/errors/app-error'
import { suggestName } from '@/lib/core/inventory/nearest-name'
import type { RunbookFrontMatter } from './runbook'

const REFERENCE = /^\$([a-z0-9]+(?:-[a-z0-9]+)*)$/

/** The parameter that `$name` means; undefined for text that stands for itself. */
export function parameterNamed(text: string): string | undefined {
  return REFERENCE.exec(text)?.[1]
}

/** What a text of a runbook says in a run: for `$name` the value of that parameter. */
export function inRun(text: string, values: Readonly<Record<string, string>>): string {
  return values[parameterNamed(text) ?? ''] ?? text
}

/** Every parameter with its value: what was given, else its default. Throws `bad-input` for what is not one. */
export function chosenParameters(
  { parameters }: Pick<RunbookFrontMatter, 'parameters'>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const problems = Object.entries(given).flatMap(([name, value]): readonly InputProblem[] => {
    const path = `parameters.${name}`
    const parameter = parameters.find((each) => each.name === name)
    if (!parameter) {
      const names = parameters.map((each) => each.name)
      return [{ path, message: `There is no parameter ${name}.`, remedy: suggestName(name, names) }]
    }
    if (!parameter.options || parameter.options.includes(value)) return []
    return [{ path, message: `${value} is not one of ${parameter.options.join(', ')}.` }]
  })
  const [first] = problems
  if (first) throw new AppError('bad-input', first.message, { problems })
  return Object.fromEntries(parameters.map(({ name, default: usual }) => [name, given[name] ?? usual]))
}
