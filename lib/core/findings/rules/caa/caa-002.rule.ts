import { caaTags, parseCaa } from '@/lib/core/findings/caa'
import { recordStatement, recordSubjects, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const caa002 = defineRule({
  id: 'CAA-002',
  title: 'A CAA record is malformed, or has a critical tag that no authority knows',
  severity: 'high',
  reference: 'RFC 8659 s.4.1',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsOfType(input, 'CAA').flatMap((each) => {
      const caa = parseCaa(each.data)
      const isUnknown = caa !== undefined && caa.flags >= 128 && !caaTags.includes(caa.tag)
      const isOdd =
        caa === undefined ||
        ![0, 128].includes(caa.flags) ||
        (/^issue/.test(caa.tag) && !/^[a-z0-9.-]*$/.test(caa.issuer))
      if (!isUnknown && !isOdd) return []
      return [
        {
          key: each.record.slug,
          title: isUnknown
            ? `The CAA tag ${caa?.tag} is critical and unknown: every authority must refuse`
            : `The CAA record of ${each.name} is malformed`,
          subjects: recordSubjects([each]),
          statements: [
            recordStatement(each),
            known('RFC 8659 s.4.1', 'CAA', 'flags 0 or 128, a known tag, a value'),
          ],
          fixes: fixes('Mend the record'),
        },
      ]
    }),
})
