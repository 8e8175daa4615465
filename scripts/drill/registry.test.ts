import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { getRunbookFile } from '@/lib/server/runbooks-files/shared-runbooks'
import { drills } from './registry'

it('knows every drill file by its runbook, and in each runbook the step that brings the service back', () => {
  const files = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.drill.ts'))
    .map((name) => name.slice(0, -'.drill.ts'.length))
  expect(drills.map(({ runbook }) => runbook).toSorted()).toEqual(files.toSorted())
  for (const { runbook, serviceBackAt } of drills) {
    expect(getRunbookFile(runbook).steps.map(({ block }) => block.key)).toContain(serviceBackAt)
  }
})
