import {
  activePorts,
  decidingRule,
  declaredRules,
  firewallsBefore,
  portStatement,
} from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, observed } from '@/lib/core/findings/statements'
import { isLoopbackOnly } from '@/lib/core/ports/loopback'

export const port015 = defineRule({
  id: 'PORT-015',
  title: 'A port published by Docker goes past the host firewall',
  severity: 'critical',
  reference: 'chaifeng/ufw-docker',
  reads: [
    'inventory.ports',
    'inventory.firewallRules',
    'inventory.firewalls',
    'inventory.nodes',
    'inventory.links',
    'fact.socket',
  ],
  evaluate: (input) => {
    const sockets = input.factsOf('socket')
    const reached = sockets.filter(({ body }) => !isLoopbackOnly(input.inventory, body.localAddress))
    const published = activePorts(input).flatMap((port) => {
      const socket = reached.find(
        ({ body }) =>
          body.port === port.port && port.targets.includes(body.node) && /docker/i.test(body.process ?? ''),
      )
      return port.publishedBy === 'docker' || socket !== undefined ? [{ port, socket }] : []
    })
    if (published.length === 0 && sockets.length === 0 && activePorts(input).length > 0) {
      return [
        asks({
          title: 'Whether Docker publishes a port past the firewall is not known',
          fact: 'the listening sockets of each host (ss -tulpn), or who publishes a port',
          inventoryPath: 'ports.*.publishedBy',
        }),
      ]
    }
    return published.flatMap(({ port, socket }) => {
      const denial = firewallsBefore(input, port)
        .map((firewall) => decidingRule(declaredRules(input, firewall), port.port, port.transport))
        .find((rule) => rule?.action === 'deny')
      if (denial === undefined) return []
      return [
        {
          key: port.slug,
          title: `Docker publishes port ${port.port}: the firewall's denial does not hold for it`,
          subjects: [`port:${port.slug}`, `node:${denial.node}`, ...nodeSubjects(port.targets)],
          statements: [
            socket
              ? observed(socket, `socket ${port.port}`, socket.body.process)
              : portStatement(port, 'publishedBy', port.publishedBy),
            denial.statement,
          ],
          fixes: fixes(
            'Publish it on 127.0.0.1, or on the address of its callers',
            'Filter in the DOCKER-USER chain',
          ),
        },
      ]
    })
  },
})
