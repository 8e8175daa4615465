import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { dataFolder } from '@/lib/server/config/data-folder'

/** A step block with a title; the phase is `promote` unless it says another. */
export type TestStep = Readonly<Record<string, unknown>> & { readonly key: string; readonly kind: string }

export interface TestRunbook {
  readonly id: string
  readonly steps: readonly TestStep[]
  readonly head?: Readonly<Record<string, unknown>>
}

export function runbookText({ id, steps, head }: TestRunbook): string {
  const front = {
    id,
    title: `Runbook ${id}`,
    scenario: 'Something broke.',
    severity: 'high',
    rtoSeconds: 300,
    rpoSeconds: 60,
    targets: ['web'],
    locks: [id],
    specifiedIn: ['Test'],
    ...head,
  }
  const sections = steps.map(
    (step) =>
      `## Step ${step.key}\n\nSay what.\n\n\`\`\`step\n${stringify({ phase: 'promote', ...step })}\`\`\`\n`,
  )
  return `---\n${stringify(front)}---\n\nRead this.\n\n${sections.join('\n')}`
}

/** A folder of runbooks that this process and those that it starts read. */
export function writeRunbooks(runbooks: readonly TestRunbook[]): { readonly folder: string; remove(): void } {
  const folder = join(dataFolder(), 'tests', `runbooks-${process.pid}-${performance.now()}`)
  mkdirSync(folder, { recursive: true })
  for (const runbook of runbooks) writeFileSync(join(folder, `${runbook.id}.md`), runbookText(runbook))
  process.env.SWITCHYARD_RUNBOOKS = folder
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
