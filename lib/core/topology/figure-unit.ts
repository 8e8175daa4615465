/** What a figure counts, told by the end of its name. `age` is a time that has passed since something happened. */
export const figureUnits = ['count', 'age', 'seconds', 'milliseconds', 'bytes', 'percent'] as const
export type FigureUnit = (typeof figureUnits)[number]

const endings: readonly (readonly [string, FigureUnit])[] = [
  ['AgeSeconds', 'age'],
  ['Seconds', 'seconds'],
  ['Ms', 'milliseconds'],
  ['Bytes', 'bytes'],
  ['Percent', 'percent'],
]

/** `lagSeconds` counts seconds, `busyWorkers` counts. */
export function figureUnit(name: string): FigureUnit {
  return endings.find(([ending]) => name.endsWith(ending))?.[1] ?? 'count'
}
