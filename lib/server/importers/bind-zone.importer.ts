import { isMarkedUndeclared } from '@/lib/core/dns/undeclared-mark'
import { findZoneName } from '@/lib/core/dns/zone-file/find-zone-name'
import { type ParsedZone, parseZoneFile } from '@/lib/core/dns/zone-file/parse-zone-file'
import { AppError } from '@/lib/core/errors/app-error'
import { isDeclarable, zoneToInventory } from '@/lib/core/imports/zone-to-inventory'
import { defineImporter } from './importer'
import { LineNotes } from './line-notes'

export const bindZoneImporter = defineImporter({
  kind: 'bind-zone',
  title: 'DNS zone (BIND master file)',
  madeBy: 'named-compilezone -o zone.txt ZONE FILE, or the zone file itself',
  takesOver:
    'Every record of the zone as a declared one, and $TTL as the default: records that the file no longer has go.',
  effect: 'inventory',
  recognises: (head) =>
    !head.trimStart().startsWith('<') &&
    (/^\$(?:TTL|ORIGIN)\b/im.test(head) || /^\S*[ \t]+(?:\d\w*[ \t]+)?(?:IN[ \t]+)?SOA[ \t]/im.test(head)),
  read(text, { file, zone: declared }) {
    const zone = findZoneName(text, file) ?? declared
    if (zone === null) {
      throw new AppError(
        'bad-input',
        `${file} does not say of which zone it is. Begin it with $ORIGIN example.org.`,
      )
    }
    const parsed = parseZoneFile(text, zone)
    const notes = notesOf(parsed, file)
    const { origin, records, defaultTtls, problems } = parsed
    if (problems.length > 0) return { ...notes, effect: null }
    const change = (current: Parameters<typeof zoneToInventory>[0]) =>
      zoneToInventory(current, { zone: origin, records, defaultTtls, file })
    return { ...notes, effect: { type: 'inventory', change } }
  },
})

function notesOf({ records, directives, problems, notes: zoneNotes }: ParsedZone, file: string): LineNotes {
  const notes = new LineNotes(file)
  for (const { line, text, note } of directives) notes.take(line, text, note)
  for (const { line, name, ttl, hasDefaultTtl, type, data, comment } of records) {
    const record = `${name} ${type} ${data}`
    const kept = `kept ${ttl} s by resolvers${hasDefaultTtl ? ', by the default' : ''}`
    if (isMarkedUndeclared(comment)) notes.take(line, record, `${type} record, marked as ${comment}; left so`)
    else if (isDeclarable(type)) notes.take(line, record, `${type} record, ${kept}`)
    else {
      const reason = `the inventory declares no ${type} records`
      notes.refuse(line, record, { reason, remedy: 'It is left out; the imported file keeps it.' })
    }
  }
  for (const { line, text, note } of zoneNotes) notes.take(line, text, `noted: ${note}`)
  for (const { line, text, ...why } of problems) notes.refuse(line, text, why)
  notes.understood.sort((one, other) => one.line - other.line)
  notes.notUnderstood.sort((one, other) => one.line - other.line)
  return notes
}
