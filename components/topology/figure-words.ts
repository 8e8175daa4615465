import type { NodeState } from '@/lib/client/live/estate'
import { spanWords } from '@/lib/client/time/duration-words'

type Figure = NonNullable<NodeState['keyFigure']>

const TOO_LONG_FOR_SECONDS = 120

/** A figure as people say it: `3 busy`, `lag 0.3 s`, `newest backup 80 s ago`. */
export function figureWords({ label, value, unit }: Figure): string {
  switch (unit) {
    case 'count':
      return `${plain(value)} ${label}`
    case 'age':
      return `${label} ${seconds(value)} ago`
    case 'seconds':
      return `${label} ${seconds(value)}`
    case 'milliseconds':
      return value < 1_000 ? `${label} ${plain(value)} ms` : `${label} ${seconds(value / 1_000)}`
    case 'bytes':
      return `${label} ${bytes(value)}`
    case 'percent':
      return `${label} ${plain(value)} %`
  }
}

function seconds(value: number): string {
  return value < TOO_LONG_FOR_SECONDS ? `${plain(value)} s` : spanWords(value * 1_000)
}

const sizes = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

function bytes(value: number): string {
  const step = Math.min(sizes.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3))
  return `${plain(value / 1_000 ** step)} ${sizes[step]}`
}

/** At most three figures that matter, grouped as people read them. */
function plain(value: number): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10
  return rounded.toLocaleString('en')
}
