import { untilAnswers } from '@/lab/answers'
import { ASKPROAI_RECORDS, type ZoneRecord } from '@/lab/dns/records'
import { ZONE } from '@/lab/dns/zone-file'
import { defineFault, type FaultContext } from '@/lab/faults/lab-fault'
import { writeZone, zoneResolver } from '@/lab/services/dns.service'

const NODE = 'dns'
const DECLARED = '104.26.10.10'
/** From a range for documentation: nobody is there. */
const ELSEWHERE = '198.51.100.66'

export const dnsChangedFault = defineFault({
  name: 'dns-changed',
  title: `an A record of ${ZONE} points elsewhere (--address, else ${ELSEWHERE})`,
  nodes: [NODE],
  inject: async (context) => {
    const address = context.options.address ?? ELSEWHERE
    const records = ASKPROAI_RECORDS.map((record) =>
      record.content === DECLARED ? { ...record, content: address } : record,
    )
    await publish(context, records, address)
  },
  heal: (context) => publish(context, ASKPROAI_RECORDS, DECLARED),
})

/** Returns once the server answers with the address. */
async function publish(
  context: FaultContext,
  records: readonly ZoneRecord[],
  address: string,
): Promise<void> {
  const { lab, processes, signal } = context
  await writeZone(lab, records)
  const pid = processes.pidOf(NODE)
  if (pid === undefined) return
  process.kill(pid, 'SIGHUP')
  await untilAnswers(async () => {
    const answered = await zoneResolver(lab).resolve4(ZONE)
    if (!answered.includes(address)) throw new Error(`it answers ${answered.join(', ')}`)
  }, signal)
}
