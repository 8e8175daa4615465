import { counted } from '@/lib/client/time/duration-words'
import type { FindingCount } from '@/lib/core/findings/findings-about'

/** `3 open findings, the worst high`, `1 open finding, low`. */
export function countWords({ count, worst }: FindingCount): string {
  return `${counted(count, 'open finding')}, ${count === 1 ? '' : 'the worst '}${worst}`
}
