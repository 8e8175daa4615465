import { untilAnswers } from '@/lab/answers'
import { type Delegation, PARENT_ZONE } from '@/lab/dns/parent-zones'
import type { ZoneRecord } from '@/lab/dns/records'
import { ZONE } from '@/lab/dns/zone-file'
import type { FaultContext } from '@/lab/faults/lab-fault'
import {
  PARENT,
  PRIMARY,
  SECONDARY,
  writeDelegation,
  writeZone,
  zoneResolver,
} from '@/lab/services/dns.service'
import { RESOLVER } from '@/lab/services/dns-resolver.service'

/** Gives the zone a new serial, and returns once the first server answers with it. */
export async function publishZone(context: FaultContext, records: readonly ZoneRecord[]): Promise<void> {
  const serial = await writeZone(context.lab, records)
  await untilPublished(context, PRIMARY, { zone: ZONE, serial })
}

/** Gives the zone above a new delegation, and returns once its server answers with it. */
export async function publishDelegation(context: FaultContext, delegation: Delegation): Promise<void> {
  const serial = await writeDelegation(context.lab, delegation)
  await untilPublished(context, PARENT, { zone: PARENT_ZONE, serial })
}

async function untilPublished(
  { lab, processes, signal }: FaultContext,
  server: typeof PRIMARY | typeof PARENT,
  { zone, serial }: { readonly zone: string; readonly serial: number },
): Promise<void> {
  const pid = processes.pidOf(server.node)
  if (pid === undefined) return
  process.kill(pid, 'SIGHUP')
  await untilAnswers(async () => {
    const answered = await zoneResolver(lab, server).resolveSoa(zone)
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
