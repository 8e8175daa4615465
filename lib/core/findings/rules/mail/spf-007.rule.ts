import { plainName, recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { ownSpf, spfWalk } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'
import { isInRange } from '@/lib/core/findings/tables/addresses'
import type { Inventory } from '@/lib/core/inventory/inventory'

export const spf007 = defineRule({
  id: 'SPF-007',
  title: 'A sender of mail is not covered by SPF',
  severity: 'high',
  reference: 'RFC 7208',
  reads: ['inventory.dns', 'inventory.nodes', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    const record = ownSpf(input)
    if (dns === undefined || record === undefined) return []
    if (dns.mailSenders === undefined) {
      return [
        asks({
          title: `Who sends mail as ${dns.zone} is not stated: application, alerts, monitoring`,
          fact: 'the senders of mail',
          inventoryPath: 'dns.mailSenders',
          subjects: recordSubjects([record]),
          statements: [recordStatement(record)],
        }),
      ]
    }
    const { covers, unseen } = spfWalk(input, record)
    const isCovered = (sender: MailSender) =>
      (sender.addresses ?? []).length > 0
        ? sender.addresses?.every((address) =>
            covers.some((range) => range.startsWith(address) || isInRange(address, range)),
          )
        : sender.via !== undefined && covers.some((each) => isSameDomain(each, sender.via ?? ''))
    return dns.mailSenders
      .filter((sender) => !isCovered(sender) && !(unseen.length > 0 && sender.addresses !== undefined))
      .map((sender) => ({
        key: sender.node,
        title: `${sender.node} sends mail as ${dns.zone}, and SPF does not cover it`,
        subjects: [...nodeSubjects([sender.node]), ...recordSubjects([record])],
        statements: [
          recordStatement(record),
          stated(
            'DNS zone',
            { slug: dns.zone },
            'mailSenders',
            [sender.node, sender.via, ...(sender.addresses ?? [])].filter(Boolean).join(' '),
          ),
        ],
        fixes: fixes('Add its addresses to SPF', 'Hand its mail to a server that SPF covers'),
      }))
  },
})

type MailSender = NonNullable<NonNullable<Inventory['dns']>['mailSenders']>[number]

/** `_spf.smtp.de` covers mail handed to `mx1.smtp.de`: one organisation's names end alike. */
function isSameDomain(included: string, host: string): boolean {
  const end = (name: string) => plainName(name).split('.').slice(-2).join('.')
  return included !== '' && end(included) === end(host)
}
