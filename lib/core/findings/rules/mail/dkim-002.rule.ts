import { recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { dkimKeys } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const dkim002 = defineRule({
  id: 'DKIM-002',
  title: 'A DKIM key is marked as a test, or signs with SHA-1',
  severity: 'medium',
  reference: 'RFC 6376, RFC 8301',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    dkimKeys(input).flatMap(({ record, selector, tags }) => {
      const isTest = (tags.get('t') ?? '').split(':').includes('y')
      const isSha1 = tags.get('h') === 'sha1'
      if (!isTest && !isSha1) return []
      return [
        {
          key: record.record.slug,
          title: isTest
            ? `The DKIM key ${selector} is marked as a test: receivers ignore failures`
            : `The DKIM key ${selector} allows SHA-1 alone`,
          subjects: recordSubjects([record]),
          statements: [
            recordStatement(record),
            known('RFC 6376, RFC 8301', 'DKIM', 'no t=y in earnest, no SHA-1'),
          ],
          fixes: fixes(isTest ? 'Remove t=y' : 'Allow sha256'),
        },
      ]
    }),
})
