import { daysSince } from '@/lib/core/findings/days'
import { activePorts, portStatement } from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, fixes, known, unstated } from '@/lib/core/findings/statements'

export const port011 = defineRule({
  id: 'PORT-011',
  title: 'A port has no owner, business reason or review',
  severity: 'medium',
  reference: 'PCI 1.2.5, 1.2.7',
  reads: ['inventory.ports', 'clock'],
  evaluate: (input) => {
    const ports = activePorts(input)
    const fields = ['owner', 'reason', 'approvedBy', 'reviewedAt'] as const
    const bare = ports.filter((port) => fields.some((field) => port[field] === undefined))
    const old = ports.filter(
      (port) => daysSince(input, port.reviewedAt) > REVIEW_DAYS || daysSince(input, port.approvedUntil) > 0,
    )
    return [
      ...(bare.length === 0
        ? []
        : [
            {
              key: 'unowned',
              title: `${bare.length} of ${ports.length} ports have no owner, reason, approval or review`,
              subjects: bare.map((port) => `port:${port.slug}`),
              statements: [
                ...bare.map((port) =>
                  unstated('port', port, fields.filter((field) => port[field] === undefined).join(', ')),
                ),
                known('PCI 1.2.5', 'ports', 'each approved, with its business need'),
              ],
              fixes: bare.map((port, index) =>
                fix(index, `Say who answers for port ${port.port} and why it is open`),
              ),
            },
          ]),
      ...old.map((port) => ({
        key: `${port.slug}:review`,
        title: `The reason for port ${port.port} was reviewed too long ago, or its approval has ended`,
        subjects: [`port:${port.slug}`],
        statements: [
          portStatement(port, 'reviewedAt', port.reviewedAt),
          portStatement(port, 'approvedUntil', port.approvedUntil),
        ],
        fixes: fixes(`Review port ${port.port}`, 'Renew the approval, or close the port'),
      })),
    ]
  },
})

/** Half a year, as PCI 1.2.7 asks. */
const REVIEW_DAYS = 180
