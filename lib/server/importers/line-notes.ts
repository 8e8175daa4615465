import { AppError } from '@/lib/core/errors/app-error'
import { type NotUnderstoodLine, shownText, type UnderstoodLine } from '@/lib/core/imports/import-reading'

/** Nobody corrects more than these line by line: the file is not what it was taken for. */
export const MOST_NOT_UNDERSTOOD = 100_000
/** More than a real file of the largest size says; a reading of so many lines still has its room in memory. */
export const MOST_UNDERSTOOD = 400_000

/**
 * Collects what was understood of each line and what was not, in the order of the file. Throws `bad-input` for a
 * file with more of either than anybody would look through.
 */
export class LineNotes {
  constructor(private readonly file: string) {}

  readonly understood: UnderstoodLine[] = []
  readonly notUnderstood: NotUnderstoodLine[] = []

  take(line: number, text: string, as: string): void {
    if (this.understood.length === MOST_UNDERSTOOD)
      throw new AppError('bad-input', `${this.file} says more than ${MOST_UNDERSTOOD} things. Split it.`)
    this.understood.push({ line, text: shownText(text), as })
  }

  refuse(line: number, text: string, { reason, remedy }: { reason: string; remedy: string }): void {
    if (this.notUnderstood.length === MOST_NOT_UNDERSTOOD) throw this.#unlike()
    this.notUnderstood.push({ line, text: shownText(text), reason, remedy })
  }

  #unlike(): AppError {
    const [first] = this.notUnderstood
    const where = first && ` The first is line ${first.line}: ${first.reason}.`
    const message = `${this.file} has more than ${MOST_NOT_UNDERSTOOD} lines that are not understood.${where}`
    return new AppError('bad-input', message)
  }
}

/** The lines of a text with their numbers from 1, blank ones left out. */
export function* numberedLines(text: string): Generator<readonly [line: number, text: string]> {
  let line = 0
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at)
    const stop = end === -1 ? text.length : end
    line++
    const content = text.slice(at, stop)
    if (content.trim() !== '') yield [line, content.endsWith('\r') ? content.slice(0, -1) : content]
    at = stop + 1
  }
}

/** What no real line of a command's output exceeds; longer ones are not looked into. */
export const LONGEST_LINE = 4_000

export const tooLong = {
  reason: `the line is longer than ${LONGEST_LINE} characters`,
  remedy: 'No such command prints this; import its output as it was.',
}
