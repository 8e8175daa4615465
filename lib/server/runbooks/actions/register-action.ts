import type { z } from 'zod'
import type {
  ActionContext,
  ActionDefinition,
  ActionDescription,
  ActionResult,
  PreflightCheck,
} from '@/lib/core/runbooks/action-definition'
import type { ParameterChoices } from '@/lib/core/runbooks/parameter-choices'
import type { Undoable } from '@/lib/core/runbooks/run'
import { settingsReader } from '../settings-reader'

/** An action kind with its type of settings closed in, so that all kinds fit one list. Settings are checked first. */
export interface RegisteredAction {
  readonly kind: string
  readonly title: string
  readonly settings: z.ZodType
  readonly isDestructive: boolean
  readonly looksEveryMs: number | undefined
  destroysWith?(settings: unknown): boolean
  describe(settings: unknown, context: ActionContext): Promise<ActionDescription>
  choices?(settings: unknown, context: ActionContext): Promise<ParameterChoices>
  preflight(settings: unknown, context: ActionContext): Promise<readonly PreflightCheck[]>
  execute(settings: unknown, context: ActionContext): Promise<ActionResult>
  verify(settings: unknown, context: ActionContext): Promise<readonly PreflightCheck[]>
  readonly undoable: Undoable
  undo?(settings: unknown, context: ActionContext): Promise<ActionResult>
}

export function registerAction<Settings>(definition: ActionDefinition<Settings>): RegisteredAction {
  const { kind, title, settings, isDestructive, destroysWith, choices, undo, hasPointOfNoReturn } = definition
  const read = settingsReader(kind, settings)
  return {
    kind,
    title,
    settings,
    isDestructive,
    looksEveryMs: definition.looksEveryMs,
    undoable: undo === undefined ? 'never' : hasPointOfNoReturn ? 'when-failed' : 'always',
    describe: async (raw, context) => definition.describe(read(raw), context),
    preflight: async (raw, context) => definition.preflight(read(raw), context),
    execute: async (raw, context) => definition.execute(read(raw), context),
    verify: async (raw, context) => definition.verify(read(raw), context),
    ...(destroysWith === undefined
      ? {}
      : {
          // What does not even fit is taken for the worst.
          destroysWith: (raw: unknown) => {
            const parsed = settings.safeParse(raw)
            return !parsed.success || destroysWith(parsed.data)
          },
        }),
    ...(choices === undefined
      ? {}
      : { choices: async (raw: unknown, context: ActionContext) => choices(read(raw), context) }),
    ...(undo === undefined
      ? {}
      : { undo: async (raw: unknown, context: ActionContext) => undo(read(raw), context) }),
  }
}
