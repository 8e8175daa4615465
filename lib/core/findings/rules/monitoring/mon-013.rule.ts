import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const mon013 = defineRule({
  id: 'MON-013',
  title: 'A receiver does not tell of recovery, or takes messages from anybody',
  severity: 'medium',
  reference: 'Alertmanager configuration',
  reads: ['inventory.monitoring'],
  evaluate: ({ inventory }) =>
    (inventory.monitoring?.receivers ?? []).flatMap((receiver) => {
      const subjects = nodeSubjects(receiver.node === undefined ? [] : [receiver.node])
      const isWebhook = receiver.kind === 'webhook'
      const open =
        receiver.sendsResolved === undefined
          ? 'sendsResolved'
          : isWebhook && receiver.isAuthenticated === undefined
            ? 'isAuthenticated'
            : undefined
      const isBad = receiver.sendsResolved === false || (isWebhook && receiver.isAuthenticated === false)
      if (isBad) {
        return [
          {
            key: receiver.slug,
            title:
              receiver.sendsResolved === false
                ? `${receiver.slug} is not told when an alert is over`
                : `${receiver.slug} takes messages from anybody`,
            subjects,
            statements: [
              stated('receiver', receiver, 'sendsResolved', receiver.sendsResolved),
              isWebhook
                ? stated('receiver', receiver, 'isAuthenticated', receiver.isAuthenticated)
                : stated('receiver', receiver, 'kind', receiver.kind),
            ],
            fixes: fixes('Set send_resolved', 'Send a bearer token, and check it'),
          },
        ]
      }
      if (open === undefined) return []
      return [
        asks({
          key: receiver.slug,
          title: `Whether ${receiver.slug} ${open === 'sendsResolved' ? 'is told of recovery' : 'checks who sends'} is not stated`,
          fact: `the word whether ${receiver.slug} ${open === 'sendsResolved' ? 'is told of recovery' : 'checks who sends'}`,
          inventoryPath: `monitoring.receivers.${receiver.slug}.${open}`,
          subjects,
        }),
      ]
    }),
})
