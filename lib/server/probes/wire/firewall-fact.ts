import type { FactDraft } from '@/lib/core/observed/fact-draft'
import { LineNotes, numberedLines } from '@/lib/server/importers/line-notes'
import { UfwReader } from '@/lib/server/importers/ufw/ufw-reader'

/** The firewall as `ufw status verbose` prints it, read as an import of the same text is. */
export function firewallFacts(output: string): readonly FactDraft[] {
  const reader = new UfwReader('', new LineNotes())
  for (const [line, content] of numberedLines(output)) reader.take(line, content)
  return reader.facts().flatMap((fact): readonly FactDraft[] => {
    if (fact.kind !== 'firewall') return []
    const { node: _, ...draft } = fact
    return [draft]
  })
}
