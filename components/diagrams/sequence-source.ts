import type { FlowStep } from '@/lib/core/inventory/flow'

export interface SequencePart {
  readonly key: string
  /** What stands in its box, one word or more a line. */
  readonly lines: readonly string[]
}

/** A flow in the language of Mermaid. What people wrote is text in it, never language. */
export function sequenceSource(parts: readonly SequencePart[], steps: readonly FlowStep[]): string {
  const names = new Map(parts.map(({ key }, index) => [key, `p${index}`]))
  const boxes = parts.map(
    ({ lines }, index) => `participant p${index} as ${lines.map(escaped).join('<br/>')}`,
  )
  return ['sequenceDiagram', ...boxes, ...linesOf(steps, names)].join('\n')
}

function linesOf(steps: readonly FlowStep[], names: ReadonlyMap<string, string>): readonly string[] {
  return steps.flatMap((step) => {
    if (step.type === 'message') {
      const arrow = step.isReply ? '-->>' : '->>'
      return [`${names.get(step.from)}${arrow}${names.get(step.to)}: ${escaped(step.text)}`]
    }
    const branches = step.branches.flatMap((branch, index) => [
      `${index === 0 ? 'alt' : 'else'} ${escaped(branch.when)}`,
      ...linesOf(branch.steps, names),
    ])
    return [...branches, 'end']
  })
}

/** Signs that mean something to Mermaid, as its own entities; a line break would begin a statement. */
function escaped(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('#', '#35;')
    .replaceAll(/;(?<!#35;)/g, '#59;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
}
