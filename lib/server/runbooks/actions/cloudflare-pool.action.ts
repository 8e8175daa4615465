import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import {
  type ActionContext,
  type ActionResult,
  defineAction,
  type PreflightCheck,
} from '@/lib/core/runbooks/action-definition'
import {
  CLOUDFLARE_LOOKS_EVERY_MS,
  type CloudflareZone,
  openCloudflare,
} from '@/lib/server/connectors/cloudflare/client'
import {
  type Balancing,
  poolNamed,
  readBalancing,
  setWeights,
  switchPool,
  weightOf,
} from '@/lib/server/connectors/cloudflare/load-balancing'
import { checkZone } from '@/lib/server/connectors/cloudflare/zone-checks'
import { checkPoolsAreThere, checkSomebodyServes, type WantedPool, wantedPoolSchema } from './pool-checks'
import { checkServedBy, servedBySchema } from './served-by'

const settings = z.strictObject({
  connector: slugSchema.default('cloudflare'),
  loadBalancer: z.string().optional().meta({ description: 'Its name; by default that of the zone.' }),
  pools: z.array(wantedPoolSchema).min(1).max(20),
  weights: z
    .enum(['given', 'previous'])
    .default('given')
    .meta({ description: '`previous`: what the run noted that this one takes back counts more.' }),
  servedBy: servedBySchema.optional(),
})
export type PoolSettings = z.infer<typeof settings>

/** Every pool that the run has changed, as it was before. */
const NOTED = 'cloudflare-pool.noted'
const beforeSchema = z.record(z.string(), z.object({ enabled: z.boolean(), weight: z.number() }))

export const cloudflarePoolAction = defineAction<PoolSettings>({
  kind: 'cloudflare-pool',
  title: 'Cloudflare: pools on, off, and their weights',
  settings,
  isDestructive: false,
  looksEveryMs: CLOUDFLARE_LOOKS_EVERY_MS,

  async describe(asked, context) {
    const { zone, balancing, wanted } = await open(asked, context)
    const changes = changesOf(balancing, wanted)
    const words = changes.map(({ text }) => text)
    return {
      summary:
        words.length === 0 ? 'Changes nothing: the pools are so already' : `At the edge: ${words.join(', ')}`,
      commands: commandsOf(zone, balancing, wanted),
      facts: balancing.pools.map((pool) => ({
        label: `Pool ${pool.name}`,
        value: `${pool.enabled ? 'on' : 'off'}, weight ${weightOf(balancing, pool)}`,
      })),
    }
  },

  async preflight(asked, context) {
    const zone = await openCloudflare(context, asked.connector)
    const checked = await checkZone(zone, '#lb:edit')
    if (checked.outcome === 'failed' || checked.outcome === 'unknown') return [checked]
    const balancing = await readBalancing(zone, nameOf(zone, asked))
    const areThere = checkPoolsAreThere(balancing, asked.pools)
    if (areThere.outcome === 'failed') return [checked, areThere]
    return [checked, areThere, await checkSomebodyServes(zone, balancing, asked.pools)]
  },

  async execute(asked, context) {
    const { zone, balancing, wanted } = await open(asked, context)
    await noteBefore(balancing, asked, context)
    const before = changesOf(balancing, wanted)
    await apply(zone, balancing, wanted, context)
    const after = await readBalancing(zone, nameOf(zone, asked))
    return {
      changed: before.length > 0,
      summary: before.length > 0 ? before.map(({ text }) => text).join(', ') : 'the pools were so already',
      evidence: asked.pools.map(({ name }) => stateLine(after, name)),
    }
  },

  async verify(asked, context) {
    const { zone, balancing, wanted } = await open(asked, context)
    const open_ = changesOf(balancing, wanted)
    const readBack: PreflightCheck = {
      key: 'pools',
      title: 'the pools read back as they were set',
      outcome: open_.length === 0 ? 'passed' : 'failed',
      reason: open_.length === 0 ? 'they do' : `still to do: ${open_.map(({ text }) => text).join(', ')}`,
      evidence: asked.pools.map(({ name }) => stateLine(balancing, name)),
    }
    if (!asked.servedBy) return [readBack]
    return [readBack, await checkServedBy(zone.settings.site, asked.servedBy, context)]
  },

  async undo(asked, context): Promise<ActionResult> {
    const before = beforeSchema.safeParse(await context.recall(memoryKey(asked)))
    if (!before.success) return { changed: false, summary: 'nothing had been changed', evidence: [] }
    const { zone, balancing } = await open(asked, context)
    const pools = Object.entries(before.data).map(([name, state]) => ({ name, ...state }))
    const changes = changesOf(balancing, pools)
    await apply(zone, balancing, pools, context)
    const after = await readBalancing(zone, nameOf(zone, asked))
    const left = changesOf(after, pools).map(({ text }) => text)
    if (left.length > 0)
      throw new AppError('unavailable', `the pools read back otherwise: ${left.join(', ')} is missing`)
    return {
      changed: changes.length > 0,
      summary: 'the pools are as they were before',
      evidence: pools.map(({ name }) => stateLine(after, name)),
    }
  },
})

async function open(asked: PoolSettings, context: ActionContext) {
  const zone = await openCloudflare(context, asked.connector)
  const balancing = await readBalancing(zone, nameOf(zone, asked))
  return { zone, balancing, wanted: await wantedPools(asked, context) }
}

/** What is asked for, with the weights that the run noted which this one takes back, where they are to count. */
async function wantedPools(asked: PoolSettings, context: ActionContext): Promise<readonly WantedPool[]> {
  if (asked.weights === 'given') return asked.pools
  const noted = beforeSchema.catch({}).parse(await context.recallBefore(NOTED))
  return asked.pools.map((pool) => {
    const weight = noted[pool.name]?.weight ?? pool.weight
    return weight === undefined ? pool : { ...pool, weight }
  })
}

function nameOf(zone: CloudflareZone, asked: PoolSettings): string {
  return asked.loadBalancer ?? zone.settings.zone
}

/** What differs from what is wanted, in words. */
function changesOf(balancing: Balancing, wanted: readonly WantedPool[]) {
  return wanted.flatMap(({ name, enabled, weight }) => {
    const pool = poolNamed(balancing, name)
    const changes: { readonly pool: string; readonly text: string }[] = []
    if (enabled !== undefined && enabled !== pool.enabled) {
      changes.push({ pool: name, text: `pool ${name} ${enabled ? 'on' : 'off'}` })
    }
    const now = weightOf(balancing, pool)
    if (weight !== undefined && weight !== now) {
      changes.push({ pool: name, text: `weight of ${name} from ${now} to ${weight}` })
    }
    return changes
  })
}

/** What comes on comes on first, so that there is never nobody to serve. */
async function apply(
  zone: CloudflareZone,
  balancing: Balancing,
  wanted: readonly WantedPool[],
  context: ActionContext,
): Promise<void> {
  const ordered = [...wanted].sort((left, right) => Number(right.enabled ?? 0) - Number(left.enabled ?? 0))
  for (const { name, enabled } of ordered) {
    const pool = poolNamed(balancing, name)
    if (enabled === undefined || enabled === pool.enabled) continue
    await context.assertHeld()
    await switchPool(zone, pool, enabled)
  }
  const weights = wanted.flatMap(({ name, weight }) => {
    const pool = poolNamed(balancing, name)
    return weight === undefined || weight === weightOf(balancing, pool) ? [] : [[pool.id, weight] as const]
  })
  if (weights.length === 0) return
  await context.assertHeld()
  await setWeights(zone, balancing, Object.fromEntries(weights))
}

function memoryKey({ pools }: PoolSettings): string {
  return `cloudflare-pool.before.${pools.map(({ name }) => name).join('+')}`
}

/** The first note counts: a repeat after a crash would note what it did itself. */
async function noteBefore(balancing: Balancing, asked: PoolSettings, context: ActionContext): Promise<void> {
  const key = memoryKey(asked)
  if (beforeSchema.safeParse(await context.recall(key)).success) return
  const states = asked.pools.map(({ name }) => {
    const pool = poolNamed(balancing, name)
    return [name, { enabled: pool.enabled, weight: weightOf(balancing, pool) }] as const
  })
  const before = Object.fromEntries(states)
  const noted = beforeSchema.catch({}).parse(await context.recall(NOTED))
  await context.remember(NOTED, { ...before, ...noted })
  await context.remember(key, before)
}

function stateLine(balancing: Balancing, name: string) {
  const pool = poolNamed(balancing, name)
  const value = `${pool.enabled ? 'on' : 'off'}, weight ${weightOf(balancing, pool)}`
  return { label: `Pool ${name}`, value }
}

function commandsOf(zone: CloudflareZone, balancing: Balancing, wanted: readonly WantedPool[]): string[] {
  const { accountId, zoneId } = zone.settings
  const switches = wanted.flatMap(({ name, enabled }) =>
    enabled === undefined
      ? []
      : [
          `PATCH /accounts/${accountId}/load_balancers/pools/${poolNamed(balancing, name).id} {"enabled":${enabled}}`,
        ],
  )
  const weights = wanted.filter(({ weight }) => weight !== undefined)
  if (weights.length === 0) return switches
  const text = weights.map(({ name, weight }) => `${name}: ${weight}`).join(', ')
  return [...switches, `PATCH /zones/${zoneId}/load_balancers/${balancing.balancer.id} pool weights ${text}`]
}
