import { defineFault } from '@/lab/faults/lab-fault'
import { requireNode } from '@/lab/faults/required-option'

export const killFault = defineFault({
  name: 'kill',
  title: 'the node dies at once (SIGKILL); its ports are closed',
  nodes: 'any',
  inject: (context) => context.processes.kill(requireNode(context)),
  // Whoever heals has restarted the dead already.
  heal: () => Promise.resolve(),
})
