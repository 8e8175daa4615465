import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { drills } from './registry'

it('knows every drill file by its runbook, and each runbook is there', () => {
  const files = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.drill.ts'))
    .map((name) => name.slice(0, -'.drill.ts'.length))
  expect(drills.map(({ runbook }) => runbook).toSorted()).toEqual(files.toSorted())
  for (const { runbook } of drills) expect(existsSync(join('runbooks', `${runbook}.md`))).toBe(true)
})
