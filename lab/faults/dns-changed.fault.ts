import { forgetOldAnswers, publishZone, untilBothServe } from '@/lab/dns/publish-zone'
import { ASKPROAI_RECORDS } from '@/lab/dns/records'
import { ZONE } from '@/lab/dns/zone-file'
import { defineFault } from '@/lab/faults/lab-fault'

const DECLARED = '104.26.10.10'
/** From a range for documentation: nobody is there. */
const ELSEWHERE = '198.51.100.66'

export const dnsChangedFault = defineFault({
  name: 'dns-changed',
  title: `an A record of ${ZONE} points elsewhere (--address, else ${ELSEWHERE})`,
  nodes: ['dns'],
  inject: async (context) => {
    const address = context.options.address ?? ELSEWHERE
    const records = ASKPROAI_RECORDS.map((record) =>
      record.content === DECLARED ? { ...record, content: address } : record,
    )
    await publishZone(context, records)
    await untilBothServe(context)
  },
  heal: async (context) => {
    await publishZone(context, ASKPROAI_RECORDS)
    await untilBothServe(context)
    await forgetOldAnswers(context)
  },
})
