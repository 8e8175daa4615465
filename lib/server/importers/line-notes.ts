import { type NotUnderstoodLine, shownText, type UnderstoodLine } from '@/lib/core/imports/import-reading'

/** Collects what was understood of each line and what was not, in the order of the file. */
export class LineNotes {
  readonly understood: UnderstoodLine[] = []
  readonly notUnderstood: NotUnderstoodLine[] = []

  take(line: number, text: string, as: string): void {
    this.understood.push({ line, text: shownText(text), as })
  }

  refuse(line: number, text: string, { reason, remedy }: { reason: string; remedy: string }): void {
    this.notUnderstood.push({ line, text: shownText(text), reason, remedy })
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
