import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { AppError } from '@/lib/core/errors/app-error'
import { parseRunbook } from './parse-runbook'

const VALID = `---
id: cut-over
title: Cut over
scenario: The primary is gone.
severity: critical
rtoSeconds: 300
rpoSeconds: 0
targets: [db]
locks: [database]
specifiedIn: [Network Recovery Procedures]
---
# Cut over

Read this first.

## Look at the primary

It must be down.

\`\`\`sh
## not a heading
\`\`\`

\`\`\`step
key: look
phase: detect
kind: check
check: is-down
settings: { node: db }
automatic: true
\`\`\`

## Tell people

\`\`\`step
key: tell
phase: verify
kind: manual
\`\`\`
`

function refusal(source: string): AppError {
  try {
    parseRunbook(source, 'cut-over.md')
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('the text was accepted')
}

function changed(from: string, to: string): string {
  expect(VALID).toContain(from)
  return VALID.replace(from, to)
}

test('a runbook keeps its prose, its steps in order, where they stand, and the hash of its source', () => {
  const { runbook, lineOf } = parseRunbook(VALID, 'cut-over.md')
  expect(runbook).toMatchObject({
    id: 'cut-over',
    introduction: 'Read this first.',
    triggers: [],
    hash: createHash('sha256').update(VALID).digest('hex'),
    steps: [
      {
        title: 'Look at the primary',
        line: 16,
        prose: 'It must be down.\n\n```sh\n## not a heading\n```',
        block: { key: 'look', kind: 'check', automatic: true, timeoutSeconds: 60 },
      },
      { title: 'Tell people', block: { key: 'tell', kind: 'manual', role: 'operator' } },
    ],
  })
  expect(lineOf(['targets', 0])).toBe(8)
  expect(lineOf(['steps', 0, 'settings', 'node'])).toBe(29)
})

test.each([
  ['severity: critical', 'severity: dire', 5, /not one of the values/, /critical, high/],
  ['rtoSeconds: 300', 'rtoSecond: 300', 6, /unknown key rtoSecond/, /rtoSeconds\?/],
  ['phase: verify', 'phase: later', 37, /not one of the values/, /detect, decide/],
  ['kind: manual', 'kind: manually', 38, /not one of the values/, /manual\?/],
  ['check: is-down\n', '', 25, /is missing/, /check/],
  ['key: tell', 'key: [tell', 37, /./, /./],
  ['```step\nkey: tell', '```yaml\nkey: tell', 33, /no step block/, /```step/],
  ['---\nid: cut-over', 'id: cut-over', 1, /no front matter/, /Begin the file/],
] as const)(
  'a fault is named with its line and a remedy: %j as %j',
  (...[from, to, line, message, remedy]) => {
    const problems = refusal(changed(from, to)).problems
    const found = problems.find((problem) => problem.line === line && message.test(problem.message))
    expect(found, JSON.stringify(problems)).toMatchObject({ file: 'cut-over.md' })
    expect(found?.remedy).toMatch(remedy)
  },
)

test('a step block that nothing closes is told by the line where it opens', () => {
  const open = VALID.replace(/```\n$/, '')
  expect(refusal(open).problems).toMatchObject([{ line: 35, message: 'nothing closes the step block' }])
})

test('every fault is told at once', () => {
  const twice = changed('severity: critical', 'severity: dire').replace('phase: verify', 'phase: later')
  expect(refusal(twice).problems).toHaveLength(2)
})
