import type { FlowMessage, FlowStep } from '@/lib/core/inventory/flow'

interface FlowRow {
  readonly number: number
  /** The branches that lead to it, the outermost first: `Cache Miss, Dynamic Request`. */
  readonly when: string
  readonly message: FlowMessage
}

/** Every message of a flow in reading order, with the branches that lead to it. */
export function flowRows(steps: readonly FlowStep[]): readonly FlowRow[] {
  return collect(steps, []).map((row, index) => ({ ...row, number: index + 1 }))
}

function collect(steps: readonly FlowStep[], path: readonly string[]): readonly Omit<FlowRow, 'number'>[] {
  return steps.flatMap((step) =>
    step.type === 'message'
      ? [{ when: path.join(', '), message: step }]
      : step.branches.flatMap((branch) => collect(branch.steps, [...path, branch.when])),
  )
}
