import { recordStatement, recordSubjects, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const dns023 = defineRule({
  id: 'DNS-023',
  title: 'A text is longer than 255 bytes in one string, or has semicolons without quotes',
  severity: 'medium',
  reference: 'RFC 1035 s.3.3.14',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsOfType(input, 'TXT').flatMap((each) => {
      const strings = each.data.match(/"((?:[^"\\]|\\.)*)"/g)?.map((part) => part.slice(1, -1)) ?? [each.data]
      const isLong = strings.some((part) => new TextEncoder().encode(part).length > 255)
      const isCut =
        each.data.includes('"') && /;/.test(each.data.replace(/"(?:[^"\\]|\\.)*"/g, '').replace(/\\;/g, ''))
      if (!isLong && !isCut) return []
      return [
        {
          key: each.record.slug,
          title: isLong
            ? `The text of ${each.name} is longer than one string may be`
            : `The text of ${each.name} has a semicolon outside its quotes: a zone file ends there`,
          subjects: recordSubjects([each]),
          statements: [
            recordStatement(each, `${each.data.slice(0, 60)}… (${each.data.length} letters)`),
            known('RFC 1035 s.3.3.14', 'string', 'at most 255 bytes'),
          ],
          fixes: fixes(isLong ? 'Split it into strings of at most 255 bytes' : 'Put it into quotes'),
        },
      ]
    }),
})
