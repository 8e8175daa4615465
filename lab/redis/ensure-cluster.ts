import { untilAnswers } from '@/lab/answers'
import { REDIS_ADDRESSES } from '@/lab/estate'
import type { Lab } from '@/lab/lab'
import { clusterInfo, clusterMembers, withRedisMember } from '@/lab/redis/redis-member'

const SLOTS = 16_384
const MASTERS = REDIS_ADDRESSES.slice(0, 3)
const REPLICAS = REDIS_ADDRESSES.slice(3)

/** Makes one cluster of the six, three of them masters, unless they are one already; resolves when it is whole. */
export async function ensureCluster(lab: Lab, signal: AbortSignal): Promise<void> {
  const infos = await Promise.all(REDIS_ADDRESSES.map((address) => clusterInfo(lab, address)))
  const isNew = infos.every((info) => info.cluster_slots_assigned === '0')
  if (isNew) await createCluster(lab, signal)
  await untilClusterIsWhole(lab, signal)
}

/** Every slot served, every member in it and none failed, as each of the six sees it, and every replica following. */
export async function untilClusterIsWhole(lab: Lab, signal: AbortSignal): Promise<void> {
  await untilAnswers(async () => {
    for (const address of REDIS_ADDRESSES) {
      const info = await clusterInfo(lab, address)
      if (info.cluster_state !== 'ok' || info.cluster_slots_ok !== String(SLOTS)) {
        throw new Error(`${address} sees the cluster ${info.cluster_state}`)
      }
      const members = await clusterMembers(lab, address)
      const present = members.filter((each) => !each.isFailed)
      if (present.length !== REDIS_ADDRESSES.length)
        throw new Error(`${address} sees ${present.length} members`)
      const replication = await withRedisMember(lab, address, (member) => member.info('replication'))
      if (replication.includes('master_link_status:down'))
        throw new Error(`${address} has no link to its master`)
    }
  }, signal)
}

async function createCluster(lab: Lab, signal: AbortSignal): Promise<void> {
  const first = REDIS_ADDRESSES[0]
  for (const [index, address] of MASTERS.entries()) {
    const from = Math.ceil((index * SLOTS) / MASTERS.length)
    const to = Math.ceil(((index + 1) * SLOTS) / MASTERS.length) - 1
    await withRedisMember(lab, address, async (member) => {
      await member.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
      await member.call('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to))
    })
  }
  for (const address of REDIS_ADDRESSES.slice(1)) {
    await withRedisMember(lab, address, (member) =>
      member.call('CLUSTER', 'MEET', first, String(lab.port(6379))),
    )
  }
  await untilAllKnown(lab, signal)
  for (const [index, address] of REPLICAS.entries()) {
    const master = MASTERS[index]
    if (master) await replicate(lab, address, master)
  }
}

async function untilAllKnown(lab: Lab, signal: AbortSignal): Promise<void> {
  await untilAnswers(async () => {
    for (const address of REDIS_ADDRESSES) {
      const info = await clusterInfo(lab, address)
      if (info.cluster_known_nodes !== String(REDIS_ADDRESSES.length))
        throw new Error(`${address} knows too few`)
    }
  }, signal)
}

async function replicate(lab: Lab, address: string, masterAddress: string): Promise<void> {
  const members = await clusterMembers(lab, address)
  const master = members.find((each) => each.address === masterAddress)
  if (!master) throw new Error(`${address} does not know ${masterAddress}`)
  await withRedisMember(lab, address, (member) => member.call('CLUSTER', 'REPLICATE', master.id))
}
