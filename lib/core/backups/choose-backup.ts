import type { BackupManifest, BinlogChain, Found } from './backup'

/** Up to where to restore: as far as it goes, or up to, and without, an instant. */
export type RestoreGoal = { readonly kind: 'latest' } | { readonly kind: 'instant'; readonly atMs: number }

export type BackupChoice =
  | {
      readonly outcome: 'chosen'
      readonly backup: BackupManifest
      /** Null when only the dump itself can be restored. */
      readonly chain: BinlogChain | null
      /** All that was committed before this instant can be had back. */
      readonly lastRecoverableMs: number
      readonly rejected: readonly Rejected[]
    }
  | { readonly outcome: 'refused'; readonly reason: string; readonly rejected: readonly Rejected[] }

interface Rejected {
  readonly key: string
  readonly reason: string
}

/**
 * The newest backup that can be trusted and is not past the goal, with the binary logs that lead on from it. A goal
 * later than what can be recovered is refused: to restore less in silence would be a lie.
 */
export function chooseBackup(
  backups: readonly Found<BackupManifest>[],
  chains: readonly Found<BinlogChain>[],
  goal: RestoreGoal,
): BackupChoice {
  const rejected = [...backups, ...chains].flatMap(({ key, problem }) =>
    problem === null ? [] : [{ key, reason: problem }],
  )
  const refuse = (reason: string): BackupChoice => ({ outcome: 'refused', reason, rejected })
  const good = trusted(backups).toSorted((left, right) => startOf(right) - startOf(left))
  const [newest] = good
  if (!newest) {
    return refuse(backups.length === 0 ? 'there is no backup' : 'no backup can be trusted')
  }
  const chain = newestChain(trusted(chains))
  const reaching = chain && Date.parse(chain.readAt) >= startOf(newest) ? chain : null
  const lastRecoverableMs = reaching ? Date.parse(reaching.readAt) : startOf(newest)
  if (goal.kind === 'latest')
    return { outcome: 'chosen', backup: newest, chain: reaching, lastRecoverableMs, rejected }
  if (goal.atMs > lastRecoverableMs) {
    const [asked, last] = [goal.atMs, lastRecoverableMs].map((ms) => new Date(ms).toISOString())
    return refuse(`${asked} is later than what can be recovered: ${last}`)
  }
  const before = good.find((backup) => startOf(backup) <= goal.atMs)
  if (!before) return refuse('the oldest backup is younger than that')
  return { outcome: 'chosen', backup: before, chain: reaching, lastRecoverableMs, rejected }
}

function trusted<Thing>(found: readonly Found<Thing>[]): Thing[] {
  return found.flatMap(({ thing, problem }) => (thing !== null && problem === null ? [thing] : []))
}

/** A dump holds what was committed before it began. */
function startOf({ startedAt }: BackupManifest): number {
  return Date.parse(startedAt)
}

function newestChain(chains: readonly BinlogChain[]): BinlogChain | undefined {
  return chains.toSorted((left, right) => Date.parse(right.readAt) - Date.parse(left.readAt))[0]
}

/** Why the names of the files cannot be one unbroken series; null when they are. */
export function seriesProblem({ files }: BinlogChain): string | null {
  if (files.length === 0) return 'it names no file'
  const numbers = files.map(({ file }) => Number(file.split('.').at(-1)))
  const gap = numbers.findIndex((number, index) => index > 0 && number !== (numbers[index - 1] ?? 0) + 1)
  return gap < 0 ? null : `${files[gap]?.file} does not follow ${files[gap - 1]?.file}`
}
