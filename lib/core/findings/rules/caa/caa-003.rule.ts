import { parseCaa } from '@/lib/core/findings/caa'
import { recordStatement, recordSubjects, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'
import { isKnownIssuer, knownIssuers } from '@/lib/core/findings/tables/authorities'
import { nearestName } from '@/lib/core/inventory/nearest-name'

export const caa003 = defineRule({
  id: 'CAA-003',
  title: 'A CAA record names an authority that does not exist',
  severity: 'medium',
  reference: 'CCADB, all CAA identifiers',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsOfType(input, 'CAA').flatMap((each) => {
      const caa = parseCaa(each.data)
      if (caa === undefined || !/^issue/.test(caa.tag) || caa.issuer === '' || isKnownIssuer(caa.issuer))
        return []
      const meant = nearestName(caa.issuer, knownIssuers)
      return [
        {
          key: each.record.slug,
          title: `No authority is called ${caa.issuer}${meant ? `; ${meant} may be meant` : ''}`,
          subjects: recordSubjects([each]),
          statements: [recordStatement(each), known('CCADB, all CAA identifiers', caa.issuer, 'unknown')],
          fixes: fixes(meant ? `Write ${meant}` : 'Name an authority that exists'),
        },
      ]
    }),
})
