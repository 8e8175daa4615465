import { defineFault } from '@/lab/faults/lab-fault'
import { requireNode } from '@/lab/faults/required-option'

export const hangFault = defineFault({
  name: 'hang',
  title: 'the node stands still (SIGSTOP): it accepts connections and never answers',
  nodes: 'any',
  async inject(context) {
    await context.processes.standStill(requireNode(context))
  },
  // Whoever heals has continued the stopped already.
  heal: () => Promise.resolve(),
})
