import type { RunbookWire } from '@/lib/core/api/runbooks'

type Parameter = RunbookWire['parameters'][number]

/** Parameters that ask for the node upon which the runbook acts. */
const targetNames = ['target', 'node', 'primary']

/** What a parameter begins with: the node from which the runbook is started, where it asks for that node. */
export function startValue({ name, options, default: usual }: Parameter, target: string | undefined): string {
  if (target === undefined) return usual
  if (options !== null) return options.includes(target) ? target : usual
  return targetNames.includes(name) ? target : usual
}
