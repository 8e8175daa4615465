import { parseDkimKey } from '@/lib/core/dns/dkim-key'
import { joinedText, recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { dkimKeys } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const dkim001 = defineRule({
  id: 'DKIM-001',
  title: 'A DKIM key is too short, or revoked',
  severity: 'high',
  reference: 'RFC 8301 s.3.2, RFC 6376',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    dkimKeys(input).flatMap(({ record, selector }) => {
      const key = parseDkimKey(joinedText(record.data))
      if (key === null) return []
      const { bits, isRevoked, keyType } = key
      if (!isRevoked && (keyType !== 'rsa' || bits === null || bits >= 2_048)) return []
      return [
        {
          key: record.record.slug,
          severity: isRevoked || (bits ?? 0) >= 1_024 ? ('medium' as const) : ('high' as const),
          title: isRevoked
            ? `The DKIM key ${selector} is revoked and still published`
            : `The DKIM key ${selector} has ${bits} bits`,
          subjects: recordSubjects([record]),
          statements: [
            recordStatement(record, `${record.name} ${record.data.slice(0, 60)}…`),
            known('RFC 8301 s.3.2', 'RSA key', 'at least 1024 bits, 2048 recommended'),
          ],
          fixes: fixes(isRevoked ? 'Remove it' : 'Publish a key of 2048 bits'),
        },
      ]
    }),
})
