import { AppError } from '@/lib/core/errors/app-error'
import { wholeEffect } from '@/lib/core/imports/import-reading'
import type { FactBody } from '@/lib/core/observed/fact'
import { defineImporter } from './importer'
import { LineNotes, LONGEST_LINE, numberedLines, tooLong } from './line-notes'
import { UfwReader } from './ufw/ufw-reader'

export const ufwImporter = defineImporter({
  kind: 'ufw',
  title: 'Host firewall (ufw)',
  madeBy: 'ufw status verbose, ufw status numbered, or ufw show listening',
  takesOver:
    'Whether it is active, its defaults and rules in their order; or the sockets that it shows listening.',
  effect: 'facts',
  source: 'ufw',
  vantages: ['host'],
  needsNode: true,
  shelfLifeMs: 7 * 86_400_000,
  recognises: (head) =>
    /^Status: (?:in)?active\s*$/m.test(head) || /^(?:tcp|udp)6?:\r?\n {2}\d+ /m.test(head),
  read(text, { node, file }) {
    const notes = new LineNotes(file)
    const reader = new UfwReader(node, notes)
    for (const [line, content] of numberedLines(text)) {
      if (content.length > LONGEST_LINE) notes.refuse(line, content, tooLong)
      else reader.take(line, content)
    }
    const facts: readonly FactBody[] = reader.facts()
    if (facts.length === 0) {
      throw new AppError(
        'bad-input',
        `${file} is not what ufw prints: neither a status nor a list of listening ports is in it. ` +
          'Make it with LANG=C ufw status verbose.',
      )
    }
    const effect = { type: 'facts', says: reader.says(), facts, notShown: [], observedAtMs: null } as const
    return { ...notes, effect: wholeEffect(effect, notes) }
  },
})
