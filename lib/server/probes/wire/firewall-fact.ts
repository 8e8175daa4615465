import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { LineNotes, numberedLines } from '@/lib/server/importers/line-notes'
import { UfwReader } from '@/lib/server/importers/ufw/ufw-reader'

export interface ReadFirewall {
  /** Left out while a line was not understood: in the order of rules, one that is missing changes what all say. */
  readonly facts?: readonly FactDraft[]
  readonly notUnderstood: readonly string[]
}

/** The firewall as `ufw status verbose` prints it, read as an import of the same text is. */
export function readFirewall(output: string): ReadFirewall {
  const notes = new LineNotes('ufw status verbose')
  const reader = new UfwReader('', notes)
  for (const [line, content] of numberedLines(output)) reader.take(line, content)
  const notUnderstood = notes.notUnderstood.map(({ text }) => text)
  if (notUnderstood.length > 0) return { notUnderstood }
  const facts = reader.facts().flatMap((fact): readonly FactDraft[] => {
    if (fact.kind !== 'firewall') return []
    const { node: _, ...draft } = fact
    return [draft]
  })
  return { facts, notUnderstood }
}
