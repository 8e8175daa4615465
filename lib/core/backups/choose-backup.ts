import type { ArchivedChain, BackupManifest, BinlogChain, Found } from './backup'
import { seriesGap } from './gtid-series'

/** Up to where to restore: as far as it goes, or up to, and without, an instant. */
export type RestoreGoal = { readonly kind: 'latest' } | { readonly kind: 'instant'; readonly atMs: number }

export type BackupChoice =
  | {
      readonly outcome: 'chosen'
      readonly backup: BackupManifest
      /** Null when only the dump itself can be restored. */
      readonly chain: ArchivedChain | null
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
  chains: readonly Found<ArchivedChain>[],
  goal: RestoreGoal,
): BackupChoice {
  const spoilt = [...backups, ...chains].flatMap(({ key, problem }) =>
    problem === null ? [] : [{ key, reason: problem }],
  )
  const refuse = (reason: string): BackupChoice => ({ outcome: 'refused', reason, rejected: spoilt })
  const good = trusted(backups).toSorted((left, right) => startOf(right) - startOf(left))
  if (good.length === 0) {
    return refuse(backups.length === 0 ? 'there is no backup' : 'no backup can be trusted')
  }
  const backup = goal.kind === 'latest' ? good[0] : good.find((each) => startOf(each) <= goal.atMs)
  if (!backup) return refuse('the oldest backup is younger than that')
  const { chain, passedOver } = chainFor(backup, chains)
  const rejected = [...spoilt, ...passedOver]
  const lastRecoverableMs = chain ? Date.parse(chain.readAt) : startOf(backup)
  if (goal.kind === 'instant' && goal.atMs > lastRecoverableMs) {
    const [asked, last] = [goal.atMs, lastRecoverableMs].map((ms) => new Date(ms).toISOString())
    return { ...refuse(`${asked} is later than what can be recovered: ${last}`), rejected }
  }
  return { outcome: 'chosen', backup, chain, lastRecoverableMs, rejected }
}

/** The newest that goes on from the dump without a gap. Newer ones that do not are told, for they had saved more. */
function chainFor(backup: BackupManifest, chains: readonly Found<ArchivedChain>[]) {
  const passedOver: Rejected[] = []
  const reaching = trusted(chains)
    .filter(({ readAt }) => Date.parse(readAt) >= startOf(backup))
    .toSorted((left, right) => Date.parse(right.readAt) - Date.parse(left.readAt))
  for (const chain of reaching) {
    const gap = chain.startsAfter === null ? null : seriesGap(backup.gtid, chain.startsAfter)
    if (gap === null) return { chain, passedOver }
    passedOver.push({ key: chains.find(({ thing }) => thing === chain)?.key ?? chain.server, reason: gap })
  }
  return { chain: null, passedOver }
}

function trusted<Thing>(found: readonly Found<Thing>[]): Thing[] {
  return found.flatMap(({ thing, problem }) => (thing !== null && problem === null ? [thing] : []))
}

/** A dump holds what was committed before it began. */
function startOf({ startedAt }: BackupManifest): number {
  return Date.parse(startedAt)
}

/** Why the names of the files cannot be one unbroken series; null when they are. */
export function seriesProblem({ files }: BinlogChain): string | null {
  if (files.length === 0) return 'it names no file'
  const numbers = files.map(({ file }) => Number(file.split('.').at(-1)))
  const gap = numbers.findIndex((number, index) => index > 0 && number !== (numbers[index - 1] ?? 0) + 1)
  return gap < 0 ? null : `${files[gap]?.file} does not follow ${files[gap - 1]?.file}`
}
