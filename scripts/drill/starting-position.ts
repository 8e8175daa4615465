import { setTimeout as pause } from 'node:timers/promises'
import { siteSchema } from '@/lib/server/connectors/site'
import { visitSite } from '@/lib/server/connectors/visit-site'
import { declaredSettings, testActionContext } from '@/lib/testing/action-context'
import { areAllFollowing, whoLeads } from './cluster'
import type { DrillWorld } from './drill'
import { placeOrder } from './writing-client'

const PRIMARY = 'mariadb-primary'
const BACKUP = 'backup-mariadb'
/** Hosts of the application that serve visitors while all is as declared. */
const SERVING = ['php-1', 'php-2']
const ATTEMPTS = 20
const EVERY_MS = 250

/** What of the estate decides whether a drill may begin. */
export interface Position {
  /** Undefined while nobody leads, or more than one does. */
  leader(): Promise<string | undefined>
  areAllFollowing(): Promise<boolean>
  /** Visitors land in the primary datacentre, and an order of theirs is confirmed. */
  isServed(): Promise<boolean>
}

const seen: Position = {
  leader: () => patiently(whoLeads),
  areAllFollowing: async () => (await patiently(async () => (await areAllFollowing()) || undefined)) === true,
  isServed: async () => (await patiently(async () => (await isServed()) || undefined)) === true,
}

/**
 * As declared: the primary leads, all others follow it, and customers can write. What another run left is taken back
 * by the runbooks that are made for it; what is dead, by healing the lab. Throws when neither does.
 */
export async function bringIntoPosition(world: DrillWorld, position: Position = seen): Promise<void> {
  await giveLeadBack(world, position).catch((error: unknown) => {
    world.log(`the lead could not be given back by a runbook: ${String(error)}`)
  })
  await world.healLab()
  await world.untilHealthy(PRIMARY)
  if (!(await position.isServed())) await bringApplicationAlong(world)
  if (!(await position.isServed()))
    throw new Error('no order is confirmed through the edge, so nothing can be broken')
  if (!(await position.areAllFollowing()))
    throw new Error('not every database follows the primary, so nothing can be broken')
}

async function bringApplicationAlong(world: DrillWorld): Promise<void> {
  world.log(`visitors are not served and heard as declared: the lead goes to ${BACKUP} and back by runbooks`)
  await world.run('planned-switchover', { to: BACKUP })
  await world.run('fail-back-datacentre')
  await world.untilHealthy(PRIMARY)
}

async function giveLeadBack(world: DrillWorld, position: Position): Promise<void> {
  const leader = await position.leader()
  if (leader === undefined || leader === PRIMARY) return
  if (!(await position.areAllFollowing())) {
    if (leader === BACKUP) return
    world.log(`${leader} leads, and not all follow it: rejoin-old-primary is run first`)
    await world.run('rejoin-old-primary', { server: PRIMARY })
  }
  const runbook = leader === BACKUP ? 'fail-back-datacentre' : 'planned-switchover'
  world.log(`${leader} leads: ${runbook} gives ${PRIMARY} the lead first`)
  await world.run(runbook, leader === BACKUP ? {} : { to: PRIMARY })
}

async function isServed(): Promise<boolean> {
  return (await isServedAsDeclared()) && (await placeOrder(`position-${crypto.randomUUID()}`)) === 201
}

/** A server that has just been started, or is busy, may not answer at once: undefined when it never did. */
async function patiently<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await look().catch(() => undefined)
    if (found !== undefined) return found
    await pause(EVERY_MS)
  }
  return undefined
}

async function isServedAsDeclared(): Promise<boolean> {
  const site = siteSchema.parse(declaredSettings('cloudflare').site)
  const answer = await visitSite(site, { path: '/api/ping' }, testActionContext()).catch(() => undefined)
  return SERVING.includes(String(answer?.headers['x-served-by']))
}
