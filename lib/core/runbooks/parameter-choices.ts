import { AppError } from '@/lib/core/errors/app-error'
import type { RunbookFrontMatter } from './runbook'

export const choiceVerdicts = ['fit', 'unfit', 'already'] as const

/**
 * One value that a parameter could take, as the estate stood when it was looked at. `already`: what the run would
 * bring about is so, and there is nothing to do.
 */
export interface ParameterChoice {
  readonly value: string
  readonly verdict: (typeof choiceVerdicts)[number]
  /** Why, for people. */
  readonly reason: string
}

/** The best first, by the name of their parameter. A parameter that is not in it was not looked at. */
export type ParameterChoices = Readonly<Record<string, readonly ParameterChoice[]>>

type Parameters = RunbookFrontMatter['parameters']

/** Parameters that begin with the best value that was found, where one was. */
export function withBestDefaults(parameters: Parameters, choices: ParameterChoices): Parameters {
  return parameters.map((parameter) => {
    const best = choices[parameter.name]?.find(
      ({ value, verdict }) => verdict === 'fit' && (parameter.options?.includes(value) ?? true),
    )
    return best === undefined ? parameter : { ...parameter, default: best.value }
  })
}

/** Choices of what a runbook asks for, and among the values that it offers. */
export function withinOptions(parameters: Parameters, choices: ParameterChoices): ParameterChoices {
  return Object.fromEntries(
    parameters.flatMap(({ name, options }) => {
      const found = choices[name]?.filter(({ value }) => options?.includes(value) ?? true)
      return found === undefined ? [] : [[name, found]]
    }),
  )
}

/** Throws `conflict` when what a run is asked for is so already; says what could be asked for instead. */
export function refuseAlready(asked: Readonly<Record<string, string>>, choices: ParameterChoices): void {
  for (const [name, each] of Object.entries(choices)) {
    const chosen = each.find(({ value }) => value === asked[name])
    if (chosen?.verdict !== 'already') continue
    const fit = each.filter(({ verdict }) => verdict === 'fit').map(({ value }) => value)
    const others = fit.length === 0 ? 'Nothing else is fit now.' : `Choose ${fit.join(' or ')}.`
    throw new AppError('conflict', `${chosen.value}: ${chosen.reason}. ${others}`)
  }
}
