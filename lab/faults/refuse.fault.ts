import { defineFault } from '@/lab/faults/lab-fault'
import { requireNode } from '@/lab/faults/required-option'

export const refuseFault = defineFault({
  name: 'refuse',
  title: 'the node has been shut down in good order; its ports refuse connections',
  nodes: 'any',
  inject: (context) => context.processes.stop(requireNode(context)),
  // Whoever heals has restarted the dead already.
  heal: () => Promise.resolve(),
})
