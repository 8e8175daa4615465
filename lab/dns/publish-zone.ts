import { untilAnswers } from '@/lab/answers'
import type { ZoneRecord } from '@/lab/dns/records'
import { ZONE } from '@/lab/dns/zone-file'
import type { FaultContext } from '@/lab/faults/lab-fault'
import { PRIMARY, SECONDARY, writeZone, zoneResolver } from '@/lab/services/dns.service'
import { RESOLVER } from '@/lab/services/dns-resolver.service'

/** Gives the zone a new serial, and returns once the first server answers with it. */
export async function publishZone(
  { lab, processes, signal }: FaultContext,
  records: readonly ZoneRecord[],
): Promise<void> {
  const serial = await writeZone(lab, records)
  const pid = processes.pidOf(PRIMARY.node)
  if (pid === undefined) return
  process.kill(pid, 'SIGHUP')
  await untilAnswers(async () => {
    const answered = await zoneResolver(lab).resolveSoa(ZONE)
    if (answered.serial !== serial) throw new Error(`it answers with ${answered.serial}`)
  }, signal)
}

/** Returns once the second server has what the first has; at once where one of them does not run. */
export async function untilBothServe({ lab, processes, signal }: FaultContext): Promise<void> {
  if ([PRIMARY, SECONDARY].some(({ node }) => processes.pidOf(node) === undefined)) return
  await untilAnswers(async () => {
    const [first, second] = await Promise.all(
      [PRIMARY, SECONDARY].map((server) => zoneResolver(lab, server).resolveSoa(ZONE)),
    )
    if (first?.serial !== second?.serial) throw new Error(`the second answers with ${second?.serial}`)
  }, signal)
}

/** Empties the resolver's cache, and returns once it answers as the first server does; at once where one is down. */
export async function forgetOldAnswers({ lab, processes, signal }: FaultContext): Promise<void> {
  const pid = processes.pidOf(RESOLVER.node)
  if (pid === undefined || processes.pidOf(PRIMARY.node) === undefined) return
  // It reads its configuration anew, and begins with nothing kept.
  process.kill(pid, 'SIGHUP')
  await untilAnswers(async () => {
    const [served, kept] = await Promise.all(
      [PRIMARY, RESOLVER].map((server) => zoneResolver(lab, server).resolveSoa(ZONE)),
    )
    if (served?.serial !== kept?.serial) throw new Error(`the resolver answers with ${kept?.serial}`)
  }, signal)
}
