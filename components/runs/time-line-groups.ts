import type { RunWire, TimelineEntryWire } from '@/lib/core/api/runs'

export interface TimeLineGroup {
  readonly key: string
  /** Title of the step that its entries belong to; null for those of the run. */
  readonly title: string | null
  /** Newest first. */
  readonly entries: readonly TimeLineItem[]
}

/** One entry, or the lines of output that came one after the other. */
export type TimeLineItem =
  | { readonly kind: 'entry'; readonly entry: TimelineEntryWire }
  | { readonly kind: 'output'; readonly id: number; readonly lines: readonly TimelineEntryWire[] }

/** So many lines of output are shown as they are; more are folded. */
const mostUnfolded = 2

/** Newest first, in groups of one step; long output folded in its own order. */
export function timeLineGroups(run: RunWire): readonly TimeLineGroup[] {
  const titles = new Map(run.steps.map((step) => [step.key, step.title]))
  const groups: { stepKey: string | null; entries: TimelineEntryWire[] }[] = []
  for (const entry of run.timeline.toSorted((a, b) => b.id - a.id)) {
    const last = groups.at(-1)
    if (last && last.stepKey === entry.stepKey) last.entries.push(entry)
    else groups.push({ stepKey: entry.stepKey, entries: [entry] })
  }
  return groups.map(({ stepKey, entries }) => ({
    key: String(entries[0]?.id),
    title: stepKey === null ? null : (titles.get(stepKey) ?? stepKey),
    entries: foldOutput(entries),
  }))
}

function foldOutput(entries: readonly TimelineEntryWire[]): readonly TimeLineItem[] {
  const items: TimeLineItem[] = []
  let lines: TimelineEntryWire[] = []
  const flush = () => {
    if (lines.length > mostUnfolded) {
      items.push({ kind: 'output', id: lines[0]?.id ?? 0, lines: lines.toReversed() })
    } else items.push(...lines.map((entry) => ({ kind: 'entry' as const, entry })))
    lines = []
  }
  for (const entry of entries) {
    if (entry.kind === 'note') {
      lines.push(entry)
      continue
    }
    flush()
    items.push({ kind: 'entry', entry })
  }
  flush()
  return items
}
