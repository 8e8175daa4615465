import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError, type InputProblem } from '@/lib/core/errors/app-error'
import { checkRunbook, type RunbookProblem, type RunbookWorld } from '@/lib/core/runbooks/check-runbook'
import { shapeProblems } from '@/lib/server/inventory-files/shape-problems'
import { type LocatedRunbook, parseRunbook } from './parse-runbook'

export interface RunbookFiles {
  /** By id, those of the right shape. */
  readonly runbooks: ReadonlyMap<string, LocatedRunbook>
  readonly problems: readonly InputProblem[]
}

/** Every `<id>.md` of a folder; what cannot be read as a runbook is a problem with file, line and remedy. */
export function readRunbookFolder(folder: string): RunbookFiles {
  const runbooks = new Map<string, LocatedRunbook>()
  const problems: InputProblem[] = []
  for (const name of markdownFiles(folder)) {
    const file = join(folder, name)
    try {
      const located = parseRunbook(readFileSync(file, 'utf8'), file)
      const { id } = located.runbook
      if (id === basename(name, '.md')) runbooks.set(id, located)
      else problems.push(misnamed(located, name))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems.push(...error.problems)
    }
  }
  return { runbooks, problems }
}

/** Everything wrong with the runbooks of a folder, as people mend it. */
export function runbookProblems(
  files: RunbookFiles,
  world: Omit<RunbookWorld, 'runbooks'>,
): readonly InputProblem[] {
  const all = { ...world, runbooks: new Set(files.runbooks.keys()) }
  const found = [...files.runbooks.values()].flatMap((located) =>
    checkRunbook(located.runbook, all).flatMap((problem) => locate(located, problem)),
  )
  return [...files.problems, ...found]
}

function locate(located: LocatedRunbook, problem: RunbookProblem): readonly InputProblem[] {
  const { path, message, remedy, settings } = problem
  const { file } = located
  if (!settings) return [{ path: path.join('.'), message, remedy, file, line: located.lineOf(path) }]
  return shapeProblems(settings.error, settings.schema, settings.input).map((shape) => {
    const inside = [...path, ...shape.path]
    const key = shape.key === undefined ? [] : [shape.key]
    const line = located.lineOf([...inside, ...key])
    return { path: [...inside, ...key].join('.'), message: shape.message, remedy: shape.remedy, file, line }
  })
}

function misnamed({ runbook, file, lineOf }: LocatedRunbook, name: string): InputProblem {
  const message = `the id ${runbook.id} is not the name of the file ${name}`
  const remedy = `Name the file ${runbook.id}.md, or give it the id ${basename(name, '.md')}.`
  return { path: 'id', message, remedy, file, line: lineOf(['id']) }
}

function markdownFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .sort()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    if (code === 'ENOENT') return []
    throw new AppError('unavailable', `The folder of the runbooks cannot be read (${code}).`, { cause })
  }
}
