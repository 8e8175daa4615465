import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { slugSchema } from '@/lib/core/inventory/slug'
import type { ActionContext, PreflightCheck } from '@/lib/core/runbooks/action-definition'
import { requireFit, type Values } from '@/lib/server/connectors/declared-values'

/** What steps say of something that an admin has declared in a connector. */
export const declaredDeedFields = {
  values: z
    .record(z.string(), z.string())
    .default({})
    .meta({ description: 'By parameter; $name stands for the parameter of the run.' }),
  destructive: z
    .boolean()
    .default(false)
    .meta({ description: 'Must be true where the connector says so: people then type a confirmation.' }),
  occasion: slugSchema.optional().meta({ description: 'Parts steps of one runbook that ask for the same.' }),
}

interface Declared {
  readonly name: string
  readonly isDestructive: boolean
  readonly parameters: Readonly<Record<string, { readonly pattern: string }>>
}

/** Finds it and puts the run's parameters in. Throws `bad-input` for what no admin has declared so. */
export function findDeclared<Found extends Declared>(
  declared: readonly Found[],
  asked: { readonly name: string; readonly values: Values; readonly destructive: boolean },
  context: ActionContext,
): { readonly found: Found; readonly values: Values } {
  const found = declared.find(({ name }) => name === asked.name)
  if (!found) throw new AppError('bad-input', `the connector declares no ${asked.name}`)
  if (found.isDestructive && !asked.destructive) {
    throw new AppError('bad-input', `${asked.name} is destructive, and the step does not say so`)
  }
  const values = Object.fromEntries(
    Object.entries(asked.values).map(([name, value]) => [name, ofRun(value, context)]),
  )
  requireFit(found.parameters, values)
  return { found, values }
}

/** That it is declared, as a check for people. */
export async function checkDeclared(open: () => Promise<unknown>): Promise<PreflightCheck> {
  const base = { key: 'declared', title: 'an admin has declared it so', evidence: [] }
  try {
    await open()
    return { ...base, outcome: 'passed', reason: 'it is declared, and its parameters fit' }
  } catch (error) {
    const isRefused = error instanceof AppError && error.code === 'bad-input'
    const reason = error instanceof AppError ? error.message : 'it could not be looked at'
    return { ...base, outcome: isRefused ? 'failed' : 'unknown', reason }
  }
}

/** The value, or the run's parameter where it is `$name`. Throws `bad-input` when the run has none. */
export function ofRun(value: string, { run }: ActionContext): string {
  if (!value.startsWith('$')) return value
  const name = value.slice(1)
  const given = Object.hasOwn(run.parameters, name) ? run.parameters[name] : undefined
  if (given === undefined) throw new AppError('bad-input', `the run has no parameter ${name}`)
  return given
}
