import { activePorts, type DeclaredPort, portStatement } from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, observed } from '@/lib/core/findings/statements'
import type { FactOf } from '@/lib/core/observed/fact'

export const port005 = defineRule({
  id: 'PORT-005',
  title: 'An internal or monitoring port listens on every address',
  severity: 'high',
  reference: 'PCI 1.4.4, 2.2.4',
  reads: ['inventory.ports', 'fact.socket'],
  evaluate: (input) => {
    const rows = activePorts(input).filter((port) => port.class !== 'external')
    const sockets = input.factsOf('socket')
    if (sockets.length === 0 && rows.length > 0) {
      return [
        asks({
          title: 'On which addresses the internal ports listen is not known',
          fact: 'the listening sockets of each host (ss -tulpn)',
          inventoryPath: 'imports/ss',
          how: 'Import what ss -tulpn prints on each host',
          subjects: rows.map((port) => `port:${port.slug}`),
        }),
      ]
    }
    return rows.flatMap((port) =>
      sockets
        .filter(({ body }) => isOf(port, body))
        .filter(({ body }) => ['0.0.0.0', '::', '*', '[::]'].includes(body.localAddress))
        .map((fact) => ({
          key: `${port.slug}:${fact.body.node}`,
          title: `${port.service} on ${fact.body.node} listens on every address, though it is ${port.class}`,
          subjects: [`port:${port.slug}`, `node:${fact.body.node}`],
          statements: [
            portStatement(port),
            observed(
              fact,
              `socket ${port.port}/${port.transport} of ${fact.body.node}`,
              `${fact.body.localAddress}, ${fact.body.process ?? 'process not told'}`,
            ),
          ],
          fixes: fixes(
            'Declare who may reach it',
            `Bind ${port.service} to the address that its callers use`,
          ),
        })),
    )
  },
})

type Socket = FactOf<'socket'>

function isOf({ port, transport, targets }: DeclaredPort, socket: Socket): boolean {
  return socket.port === port && socket.transport === transport && targets.includes(socket.node)
}
