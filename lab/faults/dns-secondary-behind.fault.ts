import { forgetOldAnswers, publishZone, untilBothServe } from '@/lab/dns/publish-zone'
import { ASKPROAI_RECORDS } from '@/lab/dns/records'
import { ZONE } from '@/lab/dns/zone-file'
import { defineFault, type FaultContext } from '@/lab/faults/lab-fault'
import { runTool } from '@/lab/run-tool'
import { SECONDARY, writeSecondaryConfig } from '@/lab/services/dns.service'

const RELOAD_MS = 10_000

export const dnsSecondaryBehindFault = defineFault({
  name: 'dns-secondary-behind',
  title: `the second server of ${ZONE} hears of no change any more, and the zone has changed`,
  nodes: [SECONDARY.node],
  inject: async (context) => {
    await hear(context, false)
    await publishZone(context, ASKPROAI_RECORDS)
  },
  heal: async (context) => {
    await hear(context, true)
    await publishZone(context, ASKPROAI_RECORDS)
    await untilBothServe(context)
    await forgetOldAnswers(context)
  },
})

/** Returns when it has taken the change in: a signal would be obeyed some time later, after the next notification. */
async function hear({ lab, processes }: FaultContext, hearsOfChanges: boolean): Promise<void> {
  const { node } = SECONDARY
  await writeSecondaryConfig(lab, { hearsOfChanges })
  if (processes.pidOf(node) === undefined) return
  const reload = { file: lab.binary('knotc'), args: ['-c', 'knot.conf', 'reload'] }
  await runTool(lab, { node, ...reload, timeoutMs: RELOAD_MS })
}
