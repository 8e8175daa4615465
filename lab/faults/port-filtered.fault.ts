import { defineFault } from '@/lab/faults/lab-fault'
import { numberOption, requireNode } from '@/lab/faults/required-option'
import { listenDeaf } from '@/lab/ports/deaf-listener'

export const portFilteredFault = defineFault({
  name: 'port-filtered',
  title: 'a port of the node answers nobody, as behind a firewall that drops (--port, else 8025)',
  nodes: 'any',
  inject: async (context) => {
    const node = requireNode(context)
    const port = numberOption(context, 'port', { fallback: 8_025, most: 65_535 })
    await context.processes.stop(node)
    const deaf = await listenDeaf(context.processes.addressOf(node), context.lab.port(port))
    context.background(
      (signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => deaf.close().then(resolve, reject), { once: true })
        }),
    )
  },
  /** Its own server could not be started before the port was free again. */
  heal: (context) => context.processes.start(requireNode(context)),
})
