import { publishZone, untilBothServe } from '@/lab/dns/publish-zone'
import { ASKPROAI_RECORDS } from '@/lab/dns/records'
import { ZONE } from '@/lab/dns/zone-file'
import { defineFault, type FaultContext } from '@/lab/faults/lab-fault'
import { SECONDARY, writeSecondaryConfig } from '@/lab/services/dns.service'

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
  },
})

async function hear({ lab, processes }: FaultContext, hearsOfChanges: boolean): Promise<void> {
  await writeSecondaryConfig(lab, { hearsOfChanges })
  const pid = processes.pidOf(SECONDARY.node)
  if (pid !== undefined) process.kill(pid, 'SIGHUP')
}
