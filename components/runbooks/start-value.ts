import type { RunbookWire } from '@/lib/core/api/runbooks'

type Parameter = RunbookWire['parameters'][number]

/** Parameters that ask for the node upon which the runbook acts. */
const targetNames = ['target', 'node', 'primary', 'failed', 'server', 'back']

/** What a parameter begins with: the node from which the runbook is started, where it asks for that node. */
export function startValue(parameter: Parameter, target: string | undefined): string {
  const { name, options, choices } = parameter
  // Asked who takes over from a node, nobody means that node.
  if (target === undefined || !targetNames.includes(name)) return usualValue(parameter)
  const isOffered = offeredValues(parameter).some(({ value }) => value === target)
  return isOffered || (options === null && choices === null) ? target : usualValue(parameter)
}

/** What the runbook declares; where the estate does not offer that, the best that it does. */
function usualValue(parameter: Parameter): string {
  const [best, ...others] = parameter.choices === null ? [] : offeredValues(parameter)
  const isOffered = [best, ...others].some((offered) => offered?.value === parameter.default)
  return best === undefined || isOffered ? parameter.default : best.value
}

/** What a person chose, as long as it is still offered; else what the parameter begins with. */
export function chosenValue(
  parameter: Parameter,
  target: string | undefined,
  chosen: string | undefined,
): string {
  const isOffered =
    parameter.options === null || offeredValues(parameter).some(({ value }) => value === chosen)
  return chosen !== undefined && isOffered ? chosen : startValue(parameter, target)
}

/** Values to choose from, the best first, each with what speaks for it; what would do nothing is not among them. */
export function offeredValues({ options, choices }: Parameter): readonly { value: string; words: string }[] {
  const fit = choices?.filter(({ verdict }) => verdict === 'fit') ?? []
  if (fit.length > 0) return fit.map(({ value, reason }) => ({ value, words: `${value}: ${reason}` }))
  const open = choices?.filter(({ verdict }) => verdict === 'unfit').map(({ value }) => value)
  return (open ?? options ?? []).map((value) => ({ value, words: value }))
}

/** Why other values are not offered; null when all are. */
export function notOfferedWords({ choices }: Parameter): string | null {
  if (choices === null) return null
  const hasFit = choices.some(({ verdict }) => verdict === 'fit')
  const words = choices
    .filter(({ verdict }) => verdict !== 'fit')
    .map(({ value, reason }) => `${value} ${reason.replace(/^it /, '')}`)
  if (words.length === 0) return null
  return `${hasFit ? 'Not offered' : 'Nothing is fit now'}: ${words.join('; ')}.`
}

/** That somebody may no longer mean what the field has now, because the estate changed under it; null when it did not. */
export function changedWords(
  { choices }: Parameter,
  meant: string | undefined,
  value: string,
): string | null {
  if (meant === undefined || meant === value) return null
  const reason = choices?.find((choice) => choice.value === meant)?.reason ?? 'is not offered any more'
  return `This changed while you looked: ${meant} ${reason.replace(/^it /, '')}. Chosen now: ${value}.`
}
