import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const sheets = ['app', 'components'].flatMap((room) => globSync(`${room}/**/*.css`, { cwd: root }))

test('every token that a style sheet asks for is there: a name that nobody sets draws nothing, silently', () => {
  const css = new Map(sheets.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  const declared = new Set([...css.values()].flatMap((text) => text.match(/(?<=^\s*)--[\w-]+(?=:)/gm) ?? []))
  const asked = [...css].flatMap(([file, text]) =>
    (text.match(/(?<=var\()--[\w-]+(?=\))/g) ?? []).map((name) => ({ file, name })),
  )
  /** Set by `components/ui/table.tsx`, a column each. */
  const isOfATable = (name: string) => /^--column-\d+$/.test(name)
  expect(asked.filter(({ name }) => !declared.has(name) && !isOfATable(name))).toEqual([])
})
