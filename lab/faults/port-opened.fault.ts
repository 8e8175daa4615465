import { createServer } from 'node:net'
import { defineFault } from '@/lab/faults/lab-fault'
import { numberOption, requireNode } from '@/lab/faults/required-option'

export const portOpenedFault = defineFault({
  name: 'port-opened',
  title: 'something listens on a port of the node that nobody declared (--port, else 8888)',
  nodes: 'any',
  inject: async (context) => {
    const host = context.processes.addressOf(requireNode(context))
    const port = numberOption(context, 'port', { fallback: 8_888, most: 65_535 })
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.end('not declared\n')
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, resolve)
    })
    context.background(
      (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => server.close(() => resolve()), { once: true })
        }),
    )
  },
  // Quietened, it has stopped listening.
  heal: () => Promise.resolve(),
})
