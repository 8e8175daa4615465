import { z } from 'zod'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { fenceWays } from '@/lib/core/runbooks/mariadb/fence-proof'

const KEY = 'mariadb-fence'

const fenceRecordSchema = z.object({
  node: z.string(),
  /** Null when the glass was broken: nothing proves that it takes no writes. */
  way: z.enum(fenceWays).nullable(),
  reason: z.string(),
  /** Where its binary log ends, when it could be read at rest. */
  end: z.string().nullable(),
  atMs: z.number(),
  application: z.array(z.string()),
})

/** How a run has fenced a server, for the steps that must not go on without. */
export type FenceRecord = z.infer<typeof fenceRecordSchema>

export async function recordFence(record: FenceRecord, context: ActionContext): Promise<void> {
  await context.remember(KEY, record)
}

export async function findFence(node: string, context: ActionContext): Promise<FenceRecord | undefined> {
  const record = fenceRecordSchema.optional().parse((await context.recall(KEY)) ?? undefined)
  return record?.node === node ? record : undefined
}

/** How the run has fenced it whose way back this one is; undefined when this is none, or it did not. */
export async function findFenceBefore(
  node: string,
  context: ActionContext,
): Promise<FenceRecord | undefined> {
  const record = fenceRecordSchema.optional().parse((await context.recallBefore(KEY)) ?? undefined)
  return record?.node === node ? record : undefined
}
