import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'

const memorySchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('begun') }),
  /** It is known that it failed, or people were told that nobody knows: who executes it again has decided so. */
  z.object({ state: z.literal('open') }),
  z.object({ state: z.literal('done'), words: z.string() }),
])
type Memory = z.infer<typeof memorySchema>

interface Deed {
  /** What was asked for, in full: the same again is the same deed. */
  readonly key: string
  readonly isRepeatable: boolean
  /** Does it, and gives words for the evidence. Throws when it did not work. */
  work(): Promise<string>
}

/**
 * Does what cannot be seen from outside at most once by itself. After a crash in its middle nobody knows whether it
 * was done: then it is refused once, so that a person looks, unless an admin has declared that it does no harm twice.
 */
export async function onceOnly(
  context: ActionContext,
  { key, isRepeatable, work }: Deed,
): Promise<{ readonly changed: boolean; readonly words: string }> {
  const known = await recall(context, key)
  if (known?.state === 'done') return { changed: false, words: known.words }
  if (known?.state === 'begun' && !isRepeatable) {
    await remember(context, key, { state: 'open' })
    throw new AppError(
      'conflict',
      'it was begun and its end was not seen: look whether it was done, then skip it or execute it again',
    )
  }
  await context.assertHeld()
  await remember(context, key, { state: 'begun' })
  try {
    const words = await work()
    await remember(context, key, { state: 'done', words })
    return { changed: true, words }
  } catch (error) {
    // Cut off by the deadline or by the loss of the run, its end was not seen either.
    if (!context.signal.aborted) await remember(context, key, { state: 'open' })
    throw error
  }
}

/** What it said as it was done; undefined when it was not. */
export async function wordsOfDone(context: ActionContext, key: string): Promise<string | undefined> {
  const known = await recall(context, key)
  return known?.state === 'done' ? known.words : undefined
}

export function deedKey(kind: string, asked: unknown): string {
  return `${kind}.${createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 24)}`
}

async function recall(context: ActionContext, key: string): Promise<Memory | undefined> {
  const parsed = memorySchema.safeParse(await context.recall(key))
  return parsed.success ? parsed.data : undefined
}

async function remember(context: ActionContext, key: string, memory: Memory): Promise<void> {
  await context.remember(key, memory)
}
